// The tenant that all peers ask: a strict one that checks what arrives, and nginx with a fixed answer for the load.
import { spawn, execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, javaHome, nginxUser, stop, untilListening } from './process.mjs';

export const CLIENT = { id: 'compare-client-0123456789', secret: 'compare-secret-0123456789-abcdefghijklmnopqrstuvwxyz' };
export const USER = { name: 'alice@example.com', password: 'correct horse battery staple', address: '203.0.113.7' };

const filler = 'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImNvbXBhcmUifQ.';
const token = (length) => filler.padEnd(length, 'QWxsIHRva2VucyBhcmUgYWxpa2UgaGVyZQ');
export const ANSWER = JSON.stringify({
  access_token: token(760),
  id_token: token(600),
  scope: 'openid profile email',
  expires_in: 86400,
  token_type: 'Bearer',
});

/** Answers only a complete and authenticated login, and says what is wrong with any other. */
export function strictTenant() {
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const form = new URLSearchParams(text);
    const basic = 'Basic ' + Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64');
    let type = request.headers['content-type'] ?? '';
    if (type.startsWith('application/json')) {
      Object.entries(JSON.parse(text)).forEach(([name, value]) => form.set(name, value));
      type = 'application/x-www-form-urlencoded';
    }
    const wrong = [
      [request.method === 'POST' && request.url === '/oauth/token', `asked for ${request.method} ${request.url}`],
      [type.startsWith('application/x-www-form-urlencoded'), `content-type ${type}`],
      [['password', 'http://auth0.com/oauth/grant-type/password-realm'].includes(form.get('grant_type')), 'grant_type'],
      [form.get('username') === USER.name && form.get('password') === USER.password, 'username or password'],
      [
        request.headers.authorization === basic ||
          (form.get('client_id') === CLIENT.id && form.get('client_secret') === CLIENT.secret),
        'client authentication',
      ],
      [request.headers['auth0-forwarded-for'] === USER.address, `auth0-forwarded-for ${request.headers['auth0-forwarded-for']}`],
    ].flatMap(([right, what]) => (right ? [] : [what]));
    response.writeHead(wrong.length ? 400 : 200, { 'content-type': 'application/json' });
    response.end(wrong.length ? JSON.stringify({ error: 'invalid_request', error_description: wrong.join('; ') }) : ANSWER);
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({ port: server.address().port, close: () => { server.closeAllConnections(); server.close(); } })));
}

/** nginx with a fixed answer, over plain HTTP and over TLS as localhost; over TLS by HTTP/1.1 or HTTP/2. */
export async function fastTenant(directory) {
  mkdirSync(directory, { recursive: true });
  const [port, tlsPort] = [await freePort(), await freePort()];
  certificate(directory);
  trustStore(directory);
  writeFileSync(
    join(directory, 'nginx.conf'),
    `daemon off;
${nginxUser()}
worker_processes auto;
worker_rlimit_nofile 20000;
pid nginx.pid;
error_log error.log warn;
events { worker_connections 9000; }
http {
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 600s;
  default_type application/json;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    listen 127.0.0.1:${tlsPort} ssl http2 backlog=4096;
    ssl_certificate tls.crt;
    ssl_certificate_key tls.key;
    location = /oauth/token { return 200 '${ANSWER}'; }
  }
}
`);
  const child = spawn('nginx', ['-p', directory, '-c', 'nginx.conf'], { stdio: ['ignore', 'ignore', 'inherit'] });
  await untilListening(port, child);
  return { port, tlsPort, trustStore: join(directory, 'trust.p12'), pid: child.pid, close: () => stop(child) };
}

/** A new certificate of localhost in a folder, as tls.crt and tls.key. */
export function certificate(directory) {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', 'tls.key', '-out', 'tls.crt',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'], { cwd: directory, stdio: 'ignore' });
}

function trustStore(directory) {
  rmSync(join(directory, 'trust.p12'), { force: true });
  execFileSync(join(javaHome(), 'bin/keytool'), ['-importcert', '-noprompt', '-alias', 'tenant', '-file', 'tls.crt',
    '-keystore', 'trust.p12', '-storepass', 'changeit'], { cwd: directory, stdio: 'ignore' });
}
