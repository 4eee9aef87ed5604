// Who is compared: how each is built and started. All get the same requests and ask the same tenant.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, javaHome, nginxUser } from './process.mjs';
import { CLIENT, certificate } from './upstream.mjs';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const PEERS = join(ROOT, 'benchmarks/peers');

const sh = (command, args, cwd) => execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });

const node = (name, label, folder, file, more = {}) => ({
  name,
  label,
  ...more,
  build() {
    if (!existsSync(join(PEERS, folder, 'node_modules'))) {
      sh('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], join(PEERS, folder));
    }
  },
  async command({ port, tenant }) {
    return {
      command: process.execPath,
      args: [join(PEERS, folder, file)],
      env: {
        NODE_ENV: 'production',
        PORT: String(port),
        UPSTREAM: `http://127.0.0.1:${tenant.port}`,
        CLIENT_ID: CLIENT.id,
        CLIENT_SECRET: CLIENT.secret,
      },
    };
  },
});

const nginx = (name, label, { kept = false, tls = false } = {}) => ({
  name,
  label,
  nginx: true,
  tls,
  build() {},
  async command({ port, tenant, directory }) {
    if (tls) certificate(directory);
    const basic = Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64');
    const settings = readFileSync(join(PEERS, 'nginx/nginx.conf'), 'utf8')
      .replace('@USER@', nginxUser())
      .replace('@PORT@', port)
      .replace('@UPSTREAM@', `127.0.0.1:${tenant.port}`)
      .replace('@KEPT_POOL@', kept ? 'keepalive 64; keepalive_requests 1000000000;' : '')
      .replace('@KEPT_CALL@', kept ? 'proxy_http_version 1.1; proxy_set_header Connection "";' : '')
      .replace('@SSL@', tls ? 'ssl' : '')
      .replace('@CERTIFICATE@', tls ? 'ssl_certificate tls.crt; ssl_certificate_key tls.key;' : '')
      .replace('@BASIC@', basic);
    writeFileSync(join(directory, 'nginx.conf'), settings);
    return { command: 'nginx', args: ['-p', directory, '-c', 'nginx.conf'], env: {} };
  },
});

/**
 * Portcullis as it ships: metrics, journal, traces of rejections, time-outs and limits are on. `tls` secures its listener,
 * `tenantTls` the connections to the tenant.
 */
export const portcullis = ({
  name = 'portcullis', label = 'Portcullis', options = '', tls = false, tenantTls = false, ranges = 1, listeners = 1, launcher,
}) => ({
  name,
  label,
  tls,
  tenantTls,
  jvm: true,
  portcullis: true,
  build() {
    if (!launcher) {
      const maven = ['-B', '-ntp', '-q', '-Pdist', '-pl', 'bootstrap', '-am', '-Dmaven.test.skip=true', 'package'];
      launcher = built ??= (sh(join(ROOT, 'mvnw'), maven, ROOT), distribution());
    }
  },
  async command({ port, tenant, directory }) {
    const settings = join(directory, 'portcullis.yaml');
    const trust = tenantTls ? `-Djavax.net.ssl.trustStore=${tenant.trustStore} -Djavax.net.ssl.trustStorePassword=changeit` : '';
    // Ranges of one address each, spread over public space.
    const spread = Array.from({ length: ranges - 1 }, (_, i) => Math.floor(((i + 1) * 0x60000000) / ranges) + 0x0b000000);
    writeFileSync(join(directory, 'ranges'), spread.map((n) => [24, 16, 8, 0].map((by) => (n >>> by) & 255).join('.')).join('\n'));
    const further = Array.from({ length: listeners - 1 }, (_, i) => `
  further-${i + 1}:
    listen: 127.0.0.1:0
    client-ip:
      trusted-proxies: [127.0.0.0/8]`);
    if (tls) certificate(directory);
    writeFileSync(
      settings,
      `listen:
  users: 127.0.0.1:${port}
  operators: 127.0.0.1:${await freePort()}${tls ? '\n  tls:\n    certificate: tls.crt\n    key: tls.key' : ''}
client-ip:
  trusted-proxies: [127.0.0.0/8${ranges > 1 ? `, 'file:${join(directory, 'ranges')}'` : ''}]
  private-result:
    allow: [203.0.113.0/24]${further.length ? `\nlisteners:${further.join('')}` : ''}
auth0:
  domain: ${tenantTls ? `https://localhost:${tenant.tlsPort}` : `http://127.0.0.1:${tenant.port}`}
  client-id: ${CLIENT.id}
  client-secret: ${CLIENT.secret}
`);
    return {
      command: launcher,
      args: ['serve', '--config', settings],
      env: {
        ...Object.fromEntries(options.split(' ').filter((word) => /^[A-Z][A-Z0-9_]*=/.test(word)).map((word) => word.split('='))),
        PORTCULLIS_JAVA_OPTS: [process.env.PORTCULLIS_JAVA_OPTS ?? '', trust, options.replace(/(^| )[A-Z][A-Z0-9_]*=\S*/g, '')].join(' ').trim(),
      },
    };
  },
});

let built;

function distribution() {
  const dist = join(ROOT, 'bootstrap/target/dist');
  const name = readdirSync(dist).find((file) => existsSync(join(dist, file, 'bin/portcullis')));
  return join(dist, name, 'bin/portcullis');
}

const spring = (name, label, pool) => ({
  name,
  label,
  jvm: true,
  build() {
    const home = join(PEERS, 'spring');
    if (!jar()) {
      sh(join(ROOT, 'mvnw'), ['-B', '-ntp', '-q', '-f', join(home, 'pom.xml'), 'package'], ROOT);
    }
  },
  async command({ port, tenant }) {
    return {
      command: join(javaHome(), 'bin/java'),
      args: ['-jar', jar(), `--server.port=${port}`, `--pool=${pool}`, `--upstream=http://127.0.0.1:${tenant.port}`,
        `--client.id=${CLIENT.id}`, `--client.secret=${CLIENT.secret}`],
      env: {},
    };
  },
});

function jar() {
  const target = join(PEERS, 'spring/target');
  const found = existsSync(target) && readdirSync(target).find((file) => file.endsWith('.jar'));
  return found ? join(target, found) : undefined;
}

/** What the head of the report compares Portcullis with: `own` as ratios to `base`. */
export const HEAD = [
  { own: 'portcullis', base: 'nginx-kept', note: 'the limit: it reads nothing', goals: { rps: 0.4, cpu: 3.5 } },
  { own: 'portcullis', base: 'fastify-lean', note: 'the leanest peer', goals: { rps: 1.5, cpu: 0.9, p99: 1 } },
  { own: 'portcullis-listen-tls', base: 'nginx-listen-tls', note: 'both with TLS on the listener', goals: {} },
];

export const peers = (launcher) => [
  nginx('nginx', 'nginx proxy_pass'),
  nginx('nginx-kept', 'nginx, connections kept', { kept: true }),
  nginx('nginx-listen-tls', 'nginx, connections kept, TLS on its listener', { kept: true, tls: true }),
  portcullis({ launcher }),
  portcullis({ launcher, name: 'portcullis-listen-tls', label: 'Portcullis, TLS on its listener', tls: true }),
  portcullis({ launcher, name: 'portcullis-tenant-tls', label: 'Portcullis, TLS to the tenant', tenantTls: true }),
  node('fastify-lean', 'fastify + undici, lean', 'fastify', 'lean.mjs', { json: true }),
  node('fastify', 'fastify + undici', 'fastify', 'server.mjs'),
  node('express', 'Express + request', 'express', 'server.js'),
  spring('spring', 'Spring Boot + auth0-java', 0),
  spring('spring-pool', 'the same, own pool of 64', 64),
];

/** The same gateway with more to know: does a login cost more for it? */
export const growth = (launcher) =>
  [[1, 1], [1_000, 1], [100_000, 1], [1, 64]].map(([ranges, listeners]) =>
    portcullis({ launcher, ranges, listeners, name: `growth-${ranges}-${listeners}`, label: `Portcullis, ${ranges} ranges, ${listeners} listeners` }));
