// npm @auth0/auth0-auth-js, the client under Auth0's server SDKs.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { AuthClient } from '@auth0/auth0-auth-js';
import { HERE, THERE, lastMail, lastTrust, otp, reset, tenant } from './tenant.js';

const { domain, clientId, clientSecret, users, connection, audience } = tenant;
const { alice, leaky, blocked, mia } = users;
const auth = new AuthClient({ domain, clientId, clientSecret });

const login = (user, ip = HERE, more = {}) =>
  auth.getTokenByPassword({ ...user, auth0ForwardedFor: ip, ...more });
const refused = async (promise, error) => {
  await assert.rejects(promise, thrown => {
    assert.equal(thrown.cause?.error, error);
    return true;
  });
};
const mfaToken = async () => {
  const thrown = await login(mia).then(assert.fail, error => error);
  assert.equal(thrown.cause.error, 'mfa_required');
  return thrown.cause.mfa_token;
};

beforeEach(reset);

test('a login forwards the address and gives tokens that the SDK accepts', async () => {
  const tokens = await login(alice, HERE, { scope: 'openid email offline_access', audience });

  assert.ok(tokens.accessToken);
  assert.ok(tokens.refreshToken);
  assert.equal(tokens.claims.sub, 'auth0|000000000000000000000001');
  assert.equal(await lastTrust(), `header honoured: ${HERE}`);
});

test('a login may name its realm', async () => {
  assert.ok((await login(alice, HERE, { realm: connection })).accessToken);
});

test('each refusal has its error', async () => {
  await refused(login({ ...alice, password: 'wrong' }), 'invalid_grant');
  await refused(login(leaky), 'password_leaked');
  await refused(login(blocked), 'unauthorized');
});

test('a brute-force block holds for the forwarded address alone', async () => {
  for (let i = 0; i < 10; i++) {
    await refused(login({ ...alice, password: 'wrong' }), 'invalid_grant');
  }

  await refused(login(alice), 'too_many_attempts');
  assert.ok((await login(alice, THERE)).accessToken);
});

test('a one-time password ends a login of two steps', async () => {
  const token = await mfaToken();
  const authenticators = await auth.mfa.listAuthenticators({ mfaToken: token });
  const challenge = await auth.mfa.challengeAuthenticator({ mfaToken: token, challengeType: 'otp' });
  await assert.rejects(auth.mfa.verify({ mfaToken: token, factorType: 'otp', otp: '000000' }));

  const tokens = await auth.mfa.verify({ mfaToken: token, factorType: 'otp', otp: otp(tenant.mia.otpSecret) });

  assert.deepEqual(authenticators.map(each => each.authenticatorType).sort(), ['oob', 'otp', 'recovery-code']);
  assert.equal(challenge.challengeType, 'otp');
  assert.ok(tokens.accessToken);
});

test('a code sent by text message ends a login of two steps', async () => {
  const token = await mfaToken();
  const { oobCode, bindingMethod } = await auth.mfa.challengeAuthenticator({
    mfaToken: token,
    challengeType: 'oob',
  });
  const bindingCode = (await lastMail()).content;

  const tokens = await auth.mfa.verify({ mfaToken: token, factorType: 'oob', oobCode, bindingCode });

  assert.equal(bindingMethod, 'prompt');
  assert.ok(tokens.accessToken);
});

test('a recovery code ends a login of two steps and is replaced', async () => {
  const tokens = await auth.mfa.verify({
    mfaToken: await mfaToken(),
    factorType: 'recovery-code',
    recoveryCode: tenant.mia.recoveryCode,
  });

  assert.ok(tokens.accessToken);
  assert.ok(tokens.recoveryCode);
  assert.notEqual(tokens.recoveryCode, tenant.mia.recoveryCode);
});

test('a refresh token gives new tokens until it is revoked', async () => {
  const { refreshToken } = await login(alice, HERE, { scope: 'openid offline_access' });

  const renewed = await auth.getTokenByRefreshToken({ refreshToken });
  await auth.revokeToken({ token: refreshToken });

  assert.ok(renewed.accessToken);
  await refused(auth.getTokenByRefreshToken({ refreshToken }), 'invalid_grant');
});

test('userinfo returns the user of an access token', async () => {
  const { accessToken } = await login(alice, HERE, { scope: 'openid email' });

  assert.equal((await auth.getUserInfo({ accessToken })).email, alice.username);
});

test('who signs up can log in, and a reset is mailed', async () => {
  const email = 'new@example.com';
  const password = 'a good password';

  const user = await auth.database.signUp({ email, password, connection });
  const said = await auth.database.changePassword({ email, connection });

  assert.ok(user.id);
  assert.ok((await login({ username: email, password })).accessToken);
  assert.equal(said, "We've just sent you an email to reset your password.");
  assert.equal((await lastMail()).to, email);
});

test('a machine gets a token for the management API', async () => {
  const machine = new AuthClient({ domain, ...tenant.management });

  const tokens = await machine.getTokenByClientCredentials({ audience: `https://${domain}/api/v2/` });

  assert.ok(tokens.accessToken);
});
