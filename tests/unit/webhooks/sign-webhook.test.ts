// The signatures are checked by the package of Standard Webhooks, which knows nothing of this code.

import { Webhook } from 'standardwebhooks';
import { isWebhookSecret, webhookHeaders } from '../../../src/webhooks/sign-webhook';

const secretOf = (bytes: number, fill = 7) => `whsec_${Buffer.alloc(bytes, fill).toString('base64')}`;
const delivery = { id: 'whk_019ca9450a00abcdefghijklmnopqrstuvwxyz', body: '{"type":"order.placed","text":"größer"}' };

test.each([24, 25, 32, 64])('a receiver accepts what is signed with a secret of %i bytes', (bytes) => {
  const headers = webhookHeaders(delivery, [secretOf(bytes)], new Date());
  expect(new Webhook(secretOf(bytes)).verify(delivery.body, headers)).toEqual(JSON.parse(delivery.body));
});

test('during a rotation both the new and the old secret verify', () => {
  const [present, previous, other] = [secretOf(32, 1), secretOf(32, 2), secretOf(32, 3)];
  const headers = webhookHeaders(delivery, [present, previous], new Date());
  for (const secret of [present, previous]) {
    expect(new Webhook(secret).verify(delivery.body, headers)).toEqual(JSON.parse(delivery.body));
  }
  expect(() => new Webhook(other).verify(delivery.body, headers)).toThrow('No matching signature found');
});

test('body, id and time are all part of what is signed', () => {
  const headers = webhookHeaders(delivery, [secretOf(32)], new Date());
  const receiver = new Webhook(secretOf(32));
  expect(() => receiver.verify(`${delivery.body} `, headers)).toThrow();
  expect(() => receiver.verify(delivery.body, { ...headers, 'webhook-id': 'whk_other' })).toThrow();
  const later = String(Number(headers['webhook-timestamp']) + 1);
  expect(() => receiver.verify(delivery.body, { ...headers, 'webhook-timestamp': later })).toThrow();
});

test('a receiver refuses an attempt that is signed for another time', () => {
  const headers = webhookHeaders(delivery, [secretOf(32)], new Date(Date.now() - 10 * 60_000));
  expect(() => new Webhook(secretOf(32)).verify(delivery.body, headers)).toThrow('Message timestamp too old');
});

test.each([
  ['too short', secretOf(23)],
  ['too long', secretOf(65)],
  ['without its prefix', secretOf(32).slice(6)],
  ['with the prefix of another', secretOf(32).replace('whsec', 'whkey')],
  ['not in Base64', `whsec_${'*'.repeat(44)}`],
  ['in base64url', `whsec_${Buffer.alloc(32, 0xff).toString('base64url')}`],
])('a secret is refused if it is %s', (_what, secret) => {
  expect(isWebhookSecret(secret)).toBe(false);
  expect(isWebhookSecret(secretOf(24))).toBe(true);
});
