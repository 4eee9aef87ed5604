// npm auth0: the Authentication and Management APIs.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { AuthenticationClient, ManagementClient, UserInfoClient } from 'auth0';
import { HERE, THERE, lastMail, lastTrust, mails, received, reset, tenant } from './tenant.js';

const { domain, clientId, clientSecret, users, connection, audience } = tenant;
const { alice, bob, leaky, blocked, mia } = users;
const aliceId = 'auth0|000000000000000000000001';
const auth = new AuthenticationClient({ domain, clientId, clientSecret });
const management = new ManagementClient({
  domain,
  clientId: tenant.management.clientId,
  clientSecret: tenant.management.clientSecret,
  maxRetries: 0,
});

const from = ip => ({ initOverrides: { headers: { 'auth0-forwarded-for': ip } } });
const login = (user, ip = HERE, more = {}) =>
  auth.oauth.passwordGrant({ ...user, ...more }, from(ip));
const refused = async (promise, status, error) => {
  await assert.rejects(promise, thrown => {
    assert.equal(thrown.statusCode, status);
    assert.equal(thrown.error, error);
    return true;
  });
};
const block = async () => {
  for (let i = 0; i < 10; i++) {
    await refused(login({ ...alice, password: 'wrong' }), 403, 'invalid_grant');
  }
};
const all = async page => {
  const items = [];
  for await (const item of page) items.push(item);
  return items;
};

beforeEach(reset);

test("Auth0's own example forwards the end user's address", async () => {
  const { data } = await auth.oauth.passwordGrant(
    { username: alice.username, password: alice.password, realm: connection, scope: 'openid', audience },
    { initOverrides: { headers: { 'auth0-forwarded-for': HERE } } },
  );

  assert.ok(data.access_token);
  assert.ok(data.id_token);
  assert.equal(data.token_type, 'Bearer');
  assert.equal(await lastTrust(), `header honoured: ${HERE}`);
});

test('a login needs no realm', async () => {
  assert.ok((await login(bob)).data.access_token);
});

test('an unknown realm is refused', async () => {
  await refused(login(alice, HERE, { realm: 'no-such-connection' }), 400, 'invalid_request');
});

test('a wrong password and an unknown user look the same', async () => {
  await refused(login({ ...alice, password: 'wrong' }), 403, 'invalid_grant');
  await refused(login({ username: 'nobody@example.com', password: 'wrong' }), 403, 'invalid_grant');
});

test('a leaked password has an error of its own', async () => {
  await refused(login(leaky), 401, 'password_leaked');
});

test('a user blocked by an administrator gets that error', async () => {
  await refused(login(blocked), 401, 'unauthorized');
});

test('a brute-force block holds for the forwarded address alone, and is not retried', async () => {
  await block();
  const before = (await received()).filter(each => each.path === '/oauth/token').length;

  await refused(login(alice), 429, 'too_many_attempts');

  assert.equal((await received()).filter(each => each.path === '/oauth/token').length, before + 1);
  assert.ok((await login(alice, THERE)).data.access_token);
});

test('the header of an untrusted application counts for nothing', async () => {
  const untrusted = new AuthenticationClient({ domain, ...tenant.untrusted });

  await untrusted.oauth.passwordGrant({ ...alice }, from(HERE));

  assert.equal(await lastTrust(), 'header ignored: the application is not trusted');
});

test('a login of two steps comes with an mfa_token', async () => {
  await assert.rejects(login(mia), thrown => {
    assert.equal(thrown.error, 'mfa_required');
    assert.match(JSON.parse(thrown.body).mfa_token, /^Fe26\.2\*/);
    return true;
  });
});

test('a demand for verification has an error of its own', async () => {
  await management.attackProtection.botDetection.update({ challenge_password_policy: 'always' });

  await refused(login(alice), 401, 'requires_verification');
});

test('a refresh token gives new tokens until it is revoked', async () => {
  const { data } = await login(alice, HERE, { scope: 'openid offline_access' });

  const renewed = await auth.oauth.refreshTokenGrant({ refresh_token: data.refresh_token });
  await auth.oauth.revokeRefreshToken({ token: data.refresh_token });

  assert.ok(renewed.data.access_token);
  await refused(
    auth.oauth.refreshTokenGrant({ refresh_token: data.refresh_token }),
    403,
    'invalid_grant',
  );
});

test('a reset is asked for and mailed', async () => {
  const { data } = await auth.database.changePassword({ email: alice.username, connection });

  assert.equal(data, "We've just sent you an email to reset your password.");
  assert.equal((await lastMail()).to, alice.username);
});

test('who signs up can log in and not sign up again', async () => {
  const user = { email: 'new@example.com', password: 'a good password', connection };

  const { data } = await auth.database.signUp(user);

  assert.ok(data.id);
  assert.equal(data.email_verified, false);
  assert.ok((await login({ username: user.email, password: user.password })).data.access_token);
  await refused(auth.database.signUp(user), 400, 'invalid_signup');
  await refused(
    auth.database.signUp({ ...user, email: 'b@example.com', password: 'AUTH0-TEST-x' }),
    400,
    'password_leaked',
  );
});

test('userinfo returns the user of an access token', async () => {
  const { data } = await login(alice, HERE, { scope: 'openid email' });

  const user = await new UserInfoClient({ domain }).getUserInfo(data.access_token);

  assert.equal(user.data.sub, aliceId);
  assert.equal(user.data.email, alice.username);
});

test('the trust flag is set together with the authentication method', async () => {
  const id = tenant.untrusted.clientId;

  const updated = await management.clients.update(id, {
    token_endpoint_auth_method: 'client_secret_post',
    is_token_endpoint_ip_header_trusted: true,
  });

  assert.equal(updated.is_token_endpoint_ip_header_trusted, true);
  assert.equal((await management.clients.get(id)).is_token_endpoint_ip_header_trusted, true);
  await assert.rejects(
    management.clients.update(id, { token_endpoint_auth_method: 'none' }),
    thrown => thrown.statusCode === 400 && /can only be set true/.test(thrown.message),
  );
});

test('clients and connections are listed, page by page', async () => {
  const clients = await all(await management.clients.list({ per_page: 2 }));
  const [found] = await all(await management.connections.list({ name: [connection] }));
  await management.connections.update(found.id, { options: { brute_force_protection: false } });

  assert.ok(clients.some(each => each.client_id === clientId));
  assert.equal((await management.connections.get(found.id)).options.brute_force_protection, false);
});

test('a user is made, found, changed and deleted', async () => {
  const email = 'new@example.com';
  const made = await management.users.create({ connection, email, password: 'a good password' });
  const byQuery = await all(await management.users.list({ q: `email:"${email}"`, search_engine: 'v3' }));
  const byEmail = await management.users.listUsersByEmail({ email });
  await management.users.update(made.user_id, { blocked: true });
  await refused(login({ username: email, password: 'a good password' }), 401, 'unauthorized');
  await management.users.delete(made.user_id);

  assert.deepEqual(byQuery.map(each => each.user_id), [made.user_id]);
  assert.deepEqual(byEmail.map(each => each.user_id), [made.user_id]);
  await assert.rejects(management.users.get(made.user_id), { statusCode: 404 });
});

test('a block is seen and lifted, by identifier and by user', async () => {
  await block();
  const blocks = await management.userBlocks.listByIdentifier({ identifier: alice.username });
  await management.userBlocks.deleteByIdentifier({ identifier: alice.username });
  assert.ok((await login(alice)).data.access_token);
  await block();
  const again = await management.userBlocks.list(aliceId);
  await management.userBlocks.delete(aliceId);

  assert.deepEqual(blocks.blocked_for, [{ identifier: alice.username, ip: HERE, connection }]);
  assert.equal(again.blocked_for.length, 1);
  assert.ok((await login(alice)).data.access_token);
});

test('a throttled address is seen and freed', async () => {
  const throttling = management.attackProtection.suspiciousIpThrottling;
  await throttling.update({ stage: { 'pre-login': { max_attempts: 1, rate: 864000 } } });
  const address = '2001:db8::7';
  await refused(login({ ...alice, password: 'wrong' }, address), 403, 'invalid_grant');
  await management.anomaly.blocks.checkIp(address);
  await refused(login(alice, address), 429, 'too_many_attempts');
  await management.anomaly.blocks.unblockIp(address);

  await assert.rejects(management.anomaly.blocks.checkIp(address), { statusCode: 404 });
  assert.ok((await login(alice, address)).data.access_token);
  assert.equal((await throttling.get()).stage['pre-login'].max_attempts, 1);
});

test('brute-force protection and breached-password detection are set', async () => {
  const { bruteForceProtection, breachedPasswordDetection } = management.attackProtection;
  await bruteForceProtection.update({ max_attempts: 1, mode: 'count_per_identifier' });
  await breachedPasswordDetection.update({ enabled: false });
  await refused(login({ ...alice, password: 'wrong' }), 403, 'invalid_grant');

  await refused(login(alice, THERE), 429, 'too_many_attempts');
  assert.ok((await login(leaky)).data.access_token);
  assert.deepEqual(await bruteForceProtection.get(), {
    enabled: true,
    shields: ['block', 'user_notification'],
    mode: 'count_per_identifier',
    allowlist: [],
    max_attempts: 1,
  });
});

test('a ticket for a new password, and the settings of the tenant', async () => {
  const { ticket } = await management.tickets.changePassword({ user_id: aliceId, ttl_sec: 60 });
  await management.tenants.settings.update({ default_audience: audience });

  assert.ok(ticket.startsWith(`https://${domain}/`));
  assert.equal((await management.tenants.settings.get()).default_audience, audience);
  assert.deepEqual(await mails(), []);
});

test('a log stream is made, paused and deleted', async () => {
  const sink = { httpEndpoint: 'http://127.0.0.1:9/logs', httpAuthorization: 'Bearer of-nobody' };
  const { id } = await management.logStreams.create({ type: 'http', name: 'A stream', sink });
  const paused = await management.logStreams.update(id, { status: 'paused' });
  await management.logStreams.delete(id);

  assert.equal(paused.status, 'paused');
  assert.deepEqual(await management.logStreams.list(), []);
});

test('the log is searched by query and walked by checkpoint', async () => {
  await login(alice);
  await refused(login({ ...bob, password: 'wrong' }, THERE), 403, 'invalid_grant');
  const query = { queryParams: { q: `type:"sepft" AND ip:"${HERE}"` } };
  const found = await all(await management.logs.list({}, query));
  const checkpoint = { queryParams: { from: found[0].log_id, take: 1 } };
  const next = (await management.logs.list({}, checkpoint)).response;

  assert.equal(found.length, 1);
  assert.equal(found[0].user_name, alice.username);
  assert.equal(found[0].client_ip, '127.0.0.1');
  assert.equal((await management.logs.get(found[0].log_id)).type, 'sepft');
  assert.equal(next.length, 1);
  assert.ok(next[0].log_id > found[0].log_id);
});

test("a user's log is the user's alone", async () => {
  await login(alice);
  await login(bob);

  const events = await all(await management.users.logs.list(aliceId));

  assert.deepEqual([...new Set(events.map(each => each.user_name))], [alice.username]);
});

test('a token without the scope is refused', async () => {
  const { data } = await login(alice);
  const outsider = new ManagementClient({ domain, token: data.access_token, maxRetries: 0 });

  await assert.rejects(outsider.users.get(aliceId), { statusCode: 401 });
});
