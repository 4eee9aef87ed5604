// One run: every peer is started, checked, warmed up, and then loaded in turn, round after round.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, truncateSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { cpus } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tree } from './machine.mjs';
import { openLoop, sweep } from './load.mjs';
import { ROOT, growth, peers, portcullis } from './peers.mjs';
import { freePort, stop } from './process.mjs';
import { compareProtocols } from './protocols.mjs';
import { median, report } from './report.mjs';
import { quietRound, rotated, spent } from './rounds.mjs';
import { ANSWER, USER, fastTenant, strictTenant } from './upstream.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));

const HELP = `Usage: benchmarks/compare/run [--install] [options]

Measures logins through Portcullis and through its peers, in turn, on this machine, and writes the results
to target/compare: compare.md, compare.csv, compare.svg. Stop everything else that runs here first.

  --install              first of all install what is missing with apt-get (as root)
  --smoke                see that everything runs, in a minute or two; the figures mean nothing
  --peers a,b,c          only these: nginx, nginx-kept, nginx-listen-tls, portcullis, portcullis-listen-tls,
                         portcullis-tenant-tls, fastify-lean, fastify, express, spring, spring-pool. listen-tls has TLS on the
                         listener, tenant-tls on the connections to the tenant
  --rounds N             rounds of each peer that count                                     (default 3)
  --seconds N            length of a round                                                  (default 20)
  --connections N        connections of the load                                            (default 64)
  --warm-up N            seconds of load before the first round, the same for every JVM     (default 90)
  --warm-up-others N     the same for those that are no JVM                                 (default 10)
  --starts N             starts of each peer whose time to the first answer is taken        (default 5)
  --quiet PERCENT        a round is repeated if the other processes of this machine and its host took more
                         of its CPUs' time than this                                        (default 3)
  --retries N            how often at most; then the least disturbed one counts and is marked (default 5)
  --growth               instead of the peers: Portcullis with 1, 1,000 and 100,000 trusted ranges, with 1 and 64 listeners
  --hour                 instead of the peers: Portcullis alone for 60 rounds of a minute, a million users and addresses, and
                         its table by the ten minutes
  --upstream             instead of the peers: HTTP/1.1 and HTTP/2 to the tenant, in upstream.md; each client warmed up
                         for 20 s, rounds of 10 s
  --open-loop            then logins at fixed rates, 25, 50, 75 and 90 % of each peer's median, over 64 connections, counted
                         from when each was due; and the usual load over 1 to 4,096 connections
  --variant NAME=FLAGS   one more Portcullis with these JVM options and environment variables, such as
                         --variant "g1=-XX:-UseSerialGC -XX:+UseG1GC" or
                         --variant "lean=-Xms40m -Xmn16m -XX:SurvivorRatio=2 MALLOC_ARENA_MAX=1"; may be repeated.
                         LAUNCHER=FILE among them is another build, such as --variant "before=LAUNCHER=/old/bin/portcullis"
  --batch                start the peers under Linux's batch policy too, as Portcullis is; its own can be left alone by
                         --variant "other=PORTCULLIS_JAVA_SCHEDULING=other"
  --launcher FILE        how Portcullis is started     (default: the distribution, which is built)
  --cores LIST           the CPUs of the peers, in taskset's words                          (default all)
  --load-cores LIST      the CPUs of the load and the tenant                                (default all)
  --distinct             a million users and addresses instead of 256
  --out DIR              where results go                                                   (default target/compare)
  --help                 this text
`;

/** Ends the command: what is wrong with it, and where it says what is right. */
function refuse(text) {
  process.stderr.write(`compare: ${text}; see --help\n`);
  process.exit(2);
}

function parsed(config) {
  try {
    return parseArgs(config);
  } catch (fault) {
    return refuse(fault.message.replace(/\. To specify.*$/s, ''));
  }
}

const { values: given } = parsed({
  options: {
    help: { type: 'boolean' },
    smoke: { type: 'boolean' },
    distinct: { type: 'boolean' },
    growth: { type: 'boolean' },
    hour: { type: 'boolean' },
    batch: { type: 'boolean' },
    upstream: { type: 'boolean' },
    'open-loop': { type: 'boolean' },
    variant: { type: 'string', multiple: true, default: [] },
    ...Object.fromEntries(
      ['peers', 'rounds', 'seconds', 'connections', 'warm-up', 'warm-up-others', 'starts', 'quiet', 'retries', 'launcher', 'cores', 'load-cores', 'out']
        .map((name) => [name, { type: 'string' }])),
  },
});
if (given.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const number = (name, usual, smoke) => {
  const value = Number(given[name] ?? (given.smoke ? smoke : usual));
  if (!(value >= 0)) refuse(`--${name}: ${given[name]} (expected: a number)`);
  return value;
};
const settings = {
  smoke: Boolean(given.smoke),
  rounds: number('rounds', given.hour ? 60 : 3, given.hour ? 12 : given.upstream ? 3 : 1),
  seconds: given.upstream ? number('seconds', 10, 1) : number('seconds', given.hour ? 60 : 20, 2),
  connections: number('connections', 64, 64),
  warmUp: given.upstream ? number('warm-up', 20, 2) : number('warm-up', 90, 3),
  warmUpOthers: number('warm-up-others', 10, 1),
  starts: number('starts', 5, 1),
  quiet: number('quiet', 3, 100),
  retries: number('retries', given.hour ? 0 : 5, 0),
  distinct: Boolean(given.distinct || given.hour),
  hour: Boolean(given.hour),
  cores: given.cores,
  loadCores: given['load-cores'],
  out: resolve(given.out ?? join(ROOT, 'target/compare')),
};

const say = (text) => process.stderr.write(`compare: ${text}\n`);
const pinned = (cores, command, args) => (cores ? ['taskset', ['-c', cores, command, ...args]] : [command, args]);

async function main() {
  const launcher = given.launcher && resolve(given.launcher);
  const known = given.growth ? growth(launcher) : peers(launcher);
  const wanted = given.peers?.split(',') ?? (given.hour ? ['portcullis'] : known.map((peer) => peer.name));
  const chosen = wanted.map((name) => {
    const peer = known.find((it) => it.name === name);
    if (!peer) throw new Error(`--peers: ${name} (expected: of ${known.map((it) => it.name).join(', ')})`);
    return peer;
  });
  for (const variant of given.variant) {
    const [name, options] = [variant.slice(0, variant.indexOf('=')), variant.slice(variant.indexOf('=') + 1)];
    const other = /(?:^| )LAUNCHER=(\S+)/.exec(options)?.[1];
    chosen.push(portcullis({ launcher: other ? resolve(other) : launcher, name, label: `Portcullis, ${other ? name : options}`, options }));
  }
  mkdirSync(settings.out, { recursive: true });
  for (const peer of chosen) {
    say(`building ${peer.label}`);
    peer.build();
  }
  const startedAt = new Date();
  const starts = await measureStarts(chosen);
  const measured = await measureLoad(chosen);
  report({ settings, chosen, starts, ...measured, startedAt });
}

/** Starts a peer and waits for its first right answer. */
async function launch(peer, tenant) {
  const directory = join(settings.out, 'run', peer.name);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(join(directory, 'logs'), { recursive: true });
  const port = await freePort();
  const { command, args, env } = await peer.command({ port, tenant, directory });
  const log = join(directory, 'output.log');
  const descriptor = openSync(log, 'a');
  const begun = performance.now();
  const started = given.batch && !peer.portcullis ? ['chrt', ['--batch', '0', command, ...args]] : [command, args];
  const child = spawn(...pinned(settings.cores, ...started), {
    cwd: directory,
    env: { ...process.env, ...env },
    stdio: ['ignore', descriptor, descriptor],
  });
  closeSync(descriptor);
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${peer.name} ended at its start; its output is in ${log}`);
    const answer = await login(peer, port);
    if (answer !== undefined) {
      if (answer.status !== 200 || JSON.parse(answer.body).access_token !== JSON.parse(ANSWER).access_token) {
        await stop(child);
        throw new Error(`${peer.name} answered a good login with ${answer.status}: ${answer.body.slice(0, 300)}`);
      }
      return { peer, port, child, log, seconds: (performance.now() - begun) / 1000, stop: () => stop(child) };
    }
    if (performance.now() - begun > 120_000) {
      await stop(child);
      throw new Error(`${peer.name} has not answered within two minutes; its output is in ${log}`);
    }
    await pause(5);
  }
}

function login(peer, port) {
  const fields = { username: USER.name, password: USER.password };
  const body = peer.json ? JSON.stringify(fields) : new URLSearchParams({ grant_type: 'password', ...fields }).toString();
  const headers = {
    'content-type': peer.json ? 'application/json' : 'application/x-www-form-urlencoded',
    'content-length': body.length,
    'x-forwarded-for': USER.address,
  };
  const options = { port, host: '127.0.0.1', method: 'POST', path: '/api/auth', headers };
  return new Promise((resolve) => {
    // The listener's certificate is of this run; who it names is not what is measured.
    const secure = () => secureRequest({ ...options, agent: false, rejectUnauthorized: false });
    const call = peer.tls ? secure() : request({ ...options, agent: new Agent() });
    call.on('response', (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: text }));
      response.on('error', () => resolve(undefined));
    });
    call.on('error', () => resolve(undefined));
    call.end(body);
  });
}

/** Against the strict tenant, so that every start is also a check of what the peer sends. */
async function measureStarts(chosen) {
  const tenant = await strictTenant();
  const starts = new Map(chosen.map((peer) => [peer.name, []]));
  // TLS to the tenant is checked under load alone, for the strict tenant has none.
  const plain = chosen.filter((peer) => !peer.tenantTls);
  for (let i = 0; i < settings.starts; i++) {
    for (const peer of plain) {
      const running = await launch(peer, tenant);
      starts.get(peer.name).push(running.seconds);
      await running.stop();
      say(`start ${i + 1}: ${peer.label} answered after ${running.seconds.toFixed(2)} s`);
    }
  }
  tenant.close();
  return starts;
}

async function measureLoad(chosen) {
  const tenant = await fastTenant(join(settings.out, 'run', 'tenant'));
  const running = [];
  const samples = [];
  try {
    for (const peer of chosen) running.push(await launch(peer, tenant));
    for (const one of running) {
      const seconds = one.peer.jvm ? settings.warmUp : settings.warmUpOthers;
      if (seconds > 0) {
        const { requests } = await load(one, seconds);
        say(`warmed up ${one.peer.label} for ${seconds} s: ${Math.round(requests / seconds)} logins/s`);
      }
    }
    for (let round = 1; round <= settings.rounds; round++) {
      for (const one of rotated(running, round)) {
        const sample = await quietRound(settings, say, () => measured(one));
        samples.push({ peer: one.peer.name, round, ...sample });
        say(
          `round ${round}: ${one.peer.label} ${sample.rps.toFixed(0)} logins/s, p99 ${sample.p99.toFixed(1)} ms, ` +
            `${sample.cpu.toFixed(3)} s CPU per 1,000, others ${sample.others.toFixed(1)} %${sample.disturbed ? ' (disturbed)' : ''}`);
      }
    }
    const memory = new Map(running.map((one) => [one.peer.name, tree(one.child.pid).rss]));
    const open = [];
    const connections = [];
    if (given['open-loop']) {
      for (const one of running) {
        const capacity = median(samples.filter((sample) => sample.peer === one.peer.name).map((sample) => sample.rps));
        open.push(...(await openLoop(one, capacity, settings, say)));
        connections.push(...(await sweep(one, settings, load, say)));
      }
    }
    return { samples, memory, open, connections };
  } finally {
    for (const one of running) await one.stop();
    await tenant.close();
  }
}

/** A round; CPU time is the peer's own, with its children, per login that was answered with 200. */
async function measured(one) {
  truncateSync(one.log, 0);
  const { result: sample, cpu, others } = await spent(one.child.pid, () => load(one, settings.seconds));
  if (sample.refused > 0 || sample.broken > 0) {
    throw new Error(`${one.peer.name} failed ${sample.refused + sample.broken} of ${sample.requests} logins; see ${one.log}`);
  }
  return {
    ...sample,
    rps: sample.requests / sample.seconds,
    cpu: (cpu / sample.requests) * 1000,
    rss: tree(one.child.pid).rss,
    others,
  };
}

function load(one, seconds, connections = settings.connections) {
  const threads = Math.min(2, connections, cpus().length);
  const args = ['-t', String(threads), '-c', String(connections), '-d', `${seconds}s`, '--timeout', '30s',
    '-s', join(HERE, 'login.lua'), `${one.peer.tls ? 'https' : 'http'}://127.0.0.1:${one.port}`];
  return new Promise((resolve, reject) => {
    const child = spawn(...pinned(settings.loadCores, 'wrk', args), {
      env: { ...process.env, DISTINCT: settings.distinct ? '1' : '', JSON: one.peer.json ? '1' : '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', () => {
      const result = /^RESULT (.*)$/m.exec(output);
      if (result) resolve(JSON.parse(result[1]));
      else reject(new Error(`wrk ${args.join(' ')} said:\n${output}`));
    });
  });
}

(given.upstream ? compareProtocols(settings, say, pinned) : main()).catch((error) => {
  say(error.message);
  process.exit(1);
});
