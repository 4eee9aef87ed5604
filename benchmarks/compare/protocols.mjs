// HTTP/1.1 and HTTP/2 to the tenant: each client in a JVM of its own, without a gateway around it.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { classPath } from './load.mjs';
import { describe } from './machine.mjs';
import { javaHome, stop } from './process.mjs';
import { median, show, table } from './report.mjs';
import { quietRound, rotated, spent } from './rounds.mjs';
import { fastTenant } from './upstream.mjs';

const CLIENTS = [
  { name: 'ours', label: 'Ours, HTTP/1.1, plain' },
  { name: 'ours', label: 'Ours, HTTP/1.1, TLS', tls: true, base: true },
  { name: 'jdk-http1', label: 'JDK HttpClient, HTTP/1.1, TLS', tls: true },
  { name: 'jdk-http2', label: 'JDK HttpClient, HTTP/2, TLS', tls: true },
  { name: 'httpcore-http2', label: 'HttpCore, HTTP/2, TLS', tls: true },
];

/** Loads the tenant through each client in turn and writes upstream.md. */
export async function compareProtocols(settings, say, pinned) {
  mkdirSync(settings.out, { recursive: true });
  const jar = classPath();
  const startedAt = new Date();
  const tenant = await fastTenant(join(settings.out, 'run', 'tenant'));
  const running = [];
  const samples = new Map(CLIENTS.map((client) => [client, []]));
  try {
    for (const client of CLIENTS) running.push(await launch(client, jar, tenant, settings, pinned));
    for (const one of running) {
      const { requests } = await one.load(settings.warmUp);
      say(`warmed up ${one.client.label} for ${settings.warmUp} s: ${Math.round(requests / settings.warmUp)} calls/s`);
    }
    for (let round = 1; round <= settings.rounds; round++) {
      for (const one of rotated(running, round)) {
        const sample = await quietRound(settings, say, () => measured(one, settings.seconds));
        samples.get(one.client).push(sample);
        say(
          `round ${round}: ${one.client.label} ${sample.rps.toFixed(0)} calls/s, p99 ${sample.p99.toFixed(2)} ms, ` +
            `${sample.cpu.toFixed(3)} s CPU per 1,000, others ${sample.others.toFixed(1)} %${sample.disturbed ? ' (disturbed)' : ''}`);
      }
    }
  } finally {
    for (const one of running) await stop(one.child);
    await tenant.close();
  }
  const text = markdown(settings, samples, startedAt);
  writeFileSync(join(settings.out, 'upstream.md'), text);
  process.stdout.write(`\n${text}\nWritten to ${settings.out}: upstream.md\n`);
}

/** A client that is ready; its `load` takes seconds and gives what they brought. */
async function launch(client, jar, tenant, settings, pinned) {
  const origin = client.tls ? `https://localhost:${tenant.tlsPort}` : `http://127.0.0.1:${tenant.port}`;
  const args = ['-XX:+UseSerialGC', '-Xmx256m', `-Djavax.net.ssl.trustStore=${tenant.trustStore}`,
    '-Djavax.net.ssl.trustStorePassword=changeit', '-cp', jar, 'dev.portcullis.benchmarks.auth0.UpstreamLoad',
    client.name, origin, String(settings.connections)];
  const child = spawn(...pinned(settings.cores, join(javaHome(), 'bin/java'), args), { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => {}); // It has ended, which the next line tells.
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${client.label} ended; what it said is above`);
    return value;
  };
  const ready = await next();
  if (ready !== 'READY') {
    await stop(child);
    throw new Error(`${client.label} said at its start: ${ready}`);
  }
  return {
    client,
    child,
    async load(seconds) {
      child.stdin.write(`${seconds}\n`);
      return JSON.parse(await next());
    },
  };
}

async function measured(one, seconds) {
  const { result, cpu, others } = await spent(one.child.pid, () => one.load(seconds));
  return { ...result, rps: result.requests / result.seconds, cpu: (cpu / result.requests) * 1000, others };
}

function markdown(settings, samples, startedAt) {
  const rows = CLIENTS.map((client) => {
    const mine = samples.get(client);
    const of = (key) => median(mine.map((sample) => sample[key]));
    return { client, rps: of('rps'), p50: of('p50'), p99: of('p99'), cpu: of('cpu'), disturbed: mine.filter((it) => it.disturbed).length };
  });
  const base = rows.find((row) => row.client.base);
  const disturbed = rows.reduce((sum, row) => sum + row.disturbed, 0);
  return `${settings.smoke ? '**A smoke run: it shows that everything works; its figures mean nothing.**\n\n' : ''}\
${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${describe()}. The same token request from ${settings.connections} \
virtual threads, each as soon as its last one is answered; ${settings.rounds} rounds of ${settings.seconds} s each in turn, medians; \
warmed up for ${settings.warmUp} s. CPU is the client's process alone; its ratio is to ours over TLS.

${table([
    ['', 'calls/s', 'p50 ms', 'p99 ms', 'CPU s per 1,000', 'CPU ratio'],
    ['---', '---:', '---:', '---:', '---:', '---:'],
    ...rows.map((row) => [row.client.label + (row.disturbed ? '\\*' : ''), show(row.rps, 0), show(row.p50, 2), show(row.p99, 2),
      show(row.cpu, 3), show(row.cpu / base.cpu, 2)]),
  ])}
${disturbed ? `\n\\* ${disturbed} of ${rows.length * settings.rounds} rounds found no quiet repetition: others took more than ${settings.quiet} % of the CPUs.\n` : ''}`;
}
