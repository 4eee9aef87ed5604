// The login that docs/how-to/move-from-node-auth0.md starts from, and what it says of retries.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeEach, test } from 'node:test';
import { received, reset, tenant } from './tenant.js';

const { domain, clientId, clientSecret, users, audience } = tenant;
const { alice } = users;
const page = readFileSync('../../../docs/how-to/move-from-node-auth0.md', 'utf8');
const [before] = [...page.matchAll(/^```js\n([\s\S]*?)^```/gm)].map(block => block[1]);
const require = createRequire(import.meta.url);
const environment = { AUTH0_DOMAIN: domain, AUTH0_CLIENT_ID: clientId, AUTH0_CLIENT_SECRET: clientSecret };
const logIn = new Function('require', 'process', `${before.replace('https://api.example.com', audience)}return logIn;`)(
  require,
  { env: environment },
);

const requests = async () => (await received()).filter(each => each.path === '/oauth/token').length;

beforeEach(reset);

test('the page starts from a login that works', async () => {
  const tokens = await logIn(alice.username, alice.password, { socket: { remoteAddress: '192.0.2.77' } });

  assert.ok(tokens.access_token);
});

test('a refused login is sent once, and more often only if retries are enabled', async () => {
  const request = { socket: { remoteAddress: '192.0.2.78' } };
  for (let i = 0; i < 10; i++) {
    await assert.rejects(logIn(alice.username, 'wrong', request));
  }
  const { AuthenticationClient } = require('auth0');
  const retrying = new AuthenticationClient({ domain, clientId, clientSecret, retry: { enabled: true } });

  const start = await requests();
  await assert.rejects(logIn(alice.username, alice.password, request));
  const once = (await requests()) - start;
  await assert.rejects(
    retrying.oauth.passwordGrant(alice, { initOverrides: { headers: { 'auth0-forwarded-for': '192.0.2.78' } } }),
  );

  assert.equal(once, 1);
  assert.equal((await requests()) - start - once, 4);
});
