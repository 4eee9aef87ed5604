#!/usr/bin/env node
// The start of the emulator's distribution, and a fixed rate of logins. `measure.mjs --help` says how.
import { execFile, spawn } from 'node:child_process';
import http from 'node:http';
import net from 'node:net';
import { promisify } from 'node:util';

const HELP = `Measures the start of the emulator, and a fixed rate of logins. Needs Node 20, a JDK's jcmd for hold, and a machine at rest.

  measure.mjs start BASE NEW [PAIRS]           time from exec to the first answer (default: 15 pairs)
  measure.mjs hold PROGRAM [RATE] [SECONDS]    logins at a fixed rate, and the heap (default: 2000 a second, 180 s)

BASE, NEW and PROGRAM are programs that take the options of ./portcullis emulator and become the JVM themselves, such as
demo/target/emulator-dist/auth0-emulator-0.1.0-SNAPSHOT/bin/auth0-emulator of two builds.

start: the two are started alternately, and which of a pair is first alternates too; the first answer is a 200 of the token
endpoint. It prints the median of each, and the median of the ratios of the pairs; it ends with 1 if that is above 1.2.
hold: the password grant with the scope email, so nothing is signed; passwords are hashed by pbkdf2:1, which costs next to
nothing; each login is from another address. A login's time runs from the moment it was due, so that a pause counts for all
that it delays. The heap is what is left after a collection. It ends with 1 if an answer is not 200, fewer than 99 % of the
logins that were due were answered, or the heap of the last third is more than a tenth and 4 MiB above that of the middle third.
`;

const HASHING = ['--password-hashing', 'pbkdf2:1'];
const FORM =
  'grant_type=password&scope=email&username=alice%40example.com&password=correct+horse+battery+staple' +
  '&client_id=LoginGatewayDemoClient0123456789' +
  '&client_secret=demo-secret-of-the-login-gateway-not-for-production-use-0000000';

const run = promisify(execFile);
const sleep = (millis) => new Promise((done) => setTimeout(done, millis));
const median = (values) => percentile(values, 0.5);
const percentile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

function freePort() {
  return new Promise((done, failed) => {
    const server = net.createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** A login; the status, or 0 if there was no answer. */
function logIn(port, agent, address) {
  return new Promise((done) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port,
        agent,
        method: 'POST',
        path: '/oauth/token',
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          'Content-Length': FORM.length,
          'auth0-forwarded-for': address,
        },
      },
      (answer) => answer.resume().once('end', () => done(answer.statusCode)).once('error', () => done(0)),
    );
    request.once('error', () => done(0));
    request.end(FORM);
  });
}

async function started(program) {
  const port = await freePort();
  const begin = process.hrtime.bigint();
  const child = spawn(program, ['--port', String(port), ...HASHING], { stdio: 'ignore' });
  const gone = new Promise((done) => child.once('exit', done).once('error', done));
  let over = false;
  gone.then(() => (over = true));
  const agent = new http.Agent({ keepAlive: false });
  while ((await logIn(port, agent, '203.0.113.7')) !== 200) {
    if (over) throw new Error(`${program} ended before its first answer`);
    await sleep(2);
  }
  const millis = Number(process.hrtime.bigint() - begin) / 1e6;
  return { port, child, millis, stop: () => (child.kill('SIGTERM'), gone) };
}

async function start(base, changed, pairs) {
  const times = { base: [], changed: [] };
  const once = async (name, program) => {
    const emulator = await started(program);
    times[name].push(emulator.millis);
    await emulator.stop();
  };
  for (const program of [base, changed]) await (await started(program)).stop();
  for (let pair = 0; pair < pairs; pair++) {
    if (pair % 2 === 0) {
      await once('base', base);
      await once('changed', changed);
    } else {
      await once('changed', changed);
      await once('base', base);
    }
  }
  const ratio = median(times.changed.map((millis, i) => millis / times.base[i]));
  console.log(`first answer, median of ${pairs} pairs: base ${median(times.base).toFixed(0)} ms, new ${median(times.changed).toFixed(0)} ms`);
  console.log(`ratio of the pairs, median: ${ratio.toFixed(3)} (expected: at most 1.2)`);
  return ratio <= 1.2;
}

/** MiB in use after a collection. */
async function heap(pid) {
  await run('jcmd', [String(pid), 'GC.run']);
  const { stdout } = await run('jcmd', [String(pid), 'GC.heap_info']);
  const used = stdout
    .split('\n')
    .filter((line) => !/Metaspace|class space/.test(line))
    .flatMap((line) => [...line.matchAll(/used (\d+)K/g)])
    .map((found) => Number(found[1]));
  return used.reduce((sum, kib) => sum + kib, 0) / 1024;
}

async function hold(program, rate, seconds) {
  const emulator = await started(program);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
  const heaps = [];
  const latencies = [];
  const sample = async () => {
    heaps.push(await heap(emulator.child.pid));
    console.log(`${String(answered).padStart(9)} logins  ${heaps.at(-1).toFixed(1)} MiB`);
  };
  // One collection after the other, beside the load.
  let sampling = Promise.resolve();
  let sent = 0;
  let answered = 0;
  let odd = 0;
  const login = async (due) => {
    const host = sent++;
    const status = await logIn(emulator.port, agent, `10.${(host >> 16) & 255}.${(host >> 8) & 255}.${host & 255}`);
    answered++;
    if (status !== 200) odd++;
    latencies.push(performance.now() - due);
  };
  try {
    const warm = performance.now();
    while (performance.now() - warm < Math.min(20, seconds) * 1000) {
      await Promise.all(Array.from({ length: 16 }, () => login(performance.now())));
    }
    sent = answered = odd = latencies.length = 0;
    const begin = performance.now();
    const round = Math.max(1, Math.round(seconds / 12)) * 1000;
    let next = begin + round;
    while (performance.now() - begin < seconds * 1000) {
      const due = Math.floor(((performance.now() - begin) * rate) / 1000);
      while (sent < due) void login(begin + (sent * 1000) / rate);
      if (performance.now() >= next) {
        sampling = sampling.then(sample);
        next += round;
      }
      await sleep(1);
    }
    const inTime = answered;
    while (answered < sent) await sleep(5);
    await (sampling = sampling.then(sample));
    const third = Math.max(1, Math.floor(heaps.length / 3));
    const middle = median(heaps.slice(third, 2 * third));
    const last = median(heaps.slice(-third));
    console.log(
      `due ${sent}, answered in time ${inTime} (${(inTime / seconds).toFixed(0)} a second), other than 200: ${odd}; ` +
        `p50 ${percentile(latencies, 0.5).toFixed(1)} ms, p99 ${percentile(latencies, 0.99).toFixed(1)} ms; ` +
        `heap, middle third ${middle.toFixed(1)} MiB, last third ${last.toFixed(1)} MiB`,
    );
    return odd === 0 && inTime >= 0.99 * rate * seconds && last <= middle * 1.1 + 4;
  } finally {
    await emulator.stop();
  }
}

const [command, ...rest] = process.argv.slice(2);
let passed;
if (command === '--help') {
  process.stdout.write(HELP);
  process.exit(0);
}
const refuse = (text) => {
  console.error(`measure: ${text}; see --help`);
  process.exit(2);
};
for (const text of command === 'start' ? rest.slice(2) : rest.slice(1)) {
  if (!(Number(text) > 0)) refuse(`${text} (expected: a number above 0)`);
}
if (command === 'start' && rest.length >= 2) passed = await start(rest[0], rest[1], Number(rest[2] ?? 15));
else if (command === 'hold' && rest.length >= 1) passed = await hold(rest[0], Number(rest[1] ?? 2000), Number(rest[2] ?? 180));
else refuse(command ? `${process.argv.slice(2).join(' ')}: not a measurement, or a program is missing` : 'no measurement was named');
process.exit(passed ? 0 : 1);
