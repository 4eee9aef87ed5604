// The emulated tenant that a test file has to itself; NodeSdksTest tells where it is.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';

export const tenant = JSON.parse(process.env.TENANT);
export const HERE = '203.0.113.7';
export const THERE = '198.51.100.20';

async function control(method, path, body) {
  const response = await fetch(`https://${tenant.domain}/emulator/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  assert.ok(response.ok, `${method} ${path}: ${response.status}`);
  return response.status === 204 ? undefined : response.json();
}

export const reset = () => control('POST', 'reset', {});
export const mails = () => control('GET', 'mails');
export const received = () => control('GET', 'requests');
export const lastMail = async () => (await mails()).at(-1);
export const lastTrust = async () =>
  (await received()).filter(each => each.path === '/oauth/token').at(-1).trust;

/** What an authenticator app shows now (RFC 6238). */
export function otp(base32) {
  const bits = [...base32]
    .map(each => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(each).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from(bits.match(/.{8}/g).map(each => parseInt(each, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(step).digest();
  const number = mac.readUInt32BE(mac.at(-1) & 0xf) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}
