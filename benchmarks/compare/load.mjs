// Loads beside the usual one: at fixed rates, and over more or fewer connections.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './peers.mjs';
import { javaHome } from './process.mjs';

const SHARES = [25, 50, 75, 90];
const CONNECTIONS = [1, 4, 16, 64, 256, 1024, 4096];

/** The benchmarks' jar, which is built if there is none. */
export function classPath() {
  const target = join(ROOT, 'benchmarks/target');
  const jar = () => existsSync(target) && readdirSync(target).find((name) => /^portcullis-benchmarks-.*\.jar$/.test(name));
  if (!jar()) {
    execFileSync(join(ROOT, 'mvnw'), ['-B', '-ntp', '-q', '-pl', 'benchmarks', '-am', '-Dmaven.test.skip=true', 'package'],
      { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return join(target, jar());
}

/** Each rate; the load itself warms up at it first. */
export async function openLoop(one, capacity, settings, say) {
  const runs = [];
  for (const share of SHARES) {
    const rate = (capacity * share) / 100;
    const result = await run(one, rate, settings.seconds);
    say(`${one.peer.label} at ${share} %, ${Math.round(rate)} logins/s: p99 ${result.p99} ms`);
    runs.push({ peer: one.peer.name, share, ...result });
  }
  return runs;
}

function run(one, rate, seconds) {
  const args = ['-Xmx512m', '-XX:+UseSerialGC', '-cp', classPath(), 'dev.portcullis.benchmarks.OpenLoop', '127.0.0.1',
    String(one.port), String(rate), String(seconds), '64'];
  return new Promise((resolve, reject) => {
    const child = spawn(join(javaHome(), 'bin/java'), args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(output)) : reject(new Error(`the load ended with ${code}`))));
  });
}

/** How throughput and waiting change with the number of connections; failures are counted, not fatal. */
export async function sweep(one, settings, load, say) {
  const runs = [];
  for (const connections of CONNECTIONS) {
    const result = await load(one, settings.seconds, connections);
    const rps = result.requests / result.seconds;
    say(`${one.peer.label} over ${connections} connections: ${Math.round(rps)} logins/s, p99 ${result.p99} ms`);
    runs.push({ peer: one.peer.name, connections, rps, p50: result.p50, p99: result.p99, failed: result.refused + result.broken });
  }
  return runs;
}
