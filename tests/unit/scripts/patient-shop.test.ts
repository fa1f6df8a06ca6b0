// The smoke test repeats what a shop that starts from cold answers with 503, always under the same key.

import type { Answer, AskOptions, Shop } from '../../../scripts/shop/shop-client';
import { patientShop } from '../../../scripts/smoke/patient-shop';

type Sent = [method: string, path: string, options: AskOptions | undefined];

function shopThatAnswers(statuses: number[]) {
  const sent: Sent[] = [];
  const ask = async (method: string, path: string, options?: AskOptions) => {
    sent.push([method, path, options]);
    const headers = new Headers({ 'retry-after': '0.001' });
    return { status: statuses.shift() ?? 200, headers, body: undefined } as Answer<never>;
  };
  const shop = { origin: () => '', anyone: ask, owner: ask, guest: () => ask, download: async () => Buffer.alloc(0) };
  return {
    shop: patientShop(shop as Shop),
    sent,
    keys: () => sent.map(([, , options]) => options?.headers?.['idempotency-key']),
  };
}

test('a change is repeated under the key that it has, or one that it gets', async () => {
  const given = shopThatAnswers([503, 503]);
  await given.shop.owner('POST', '/stock/a/adjustments', {
    body: { delta: 1 },
    headers: { 'idempotency-key': 'begin' },
  });
  expect(given.keys()).toEqual(['begin', 'begin', 'begin']);
  const added = shopThatAnswers([503]);
  expect((await added.shop.guest()('POST', '/cart/lines', { body: {} })).status).toBe(200);
  const [first, second] = added.keys();
  expect(first).toMatch(/^[\w-]{36}$/);
  expect(second).toBe(first);
});

test('two changes have two keys, a read has none, and other answers are not repeated', async () => {
  const { shop, sent, keys } = shopThatAnswers([202, 202, 503, 200, 409]);
  await shop.owner('POST', '/a');
  await shop.owner('POST', '/a');
  expect(new Set(keys()).size).toBe(2);
  await shop.anyone('GET', '/b');
  expect(keys().slice(2)).toEqual([undefined, undefined]);
  expect((await shop.owner('PUT', '/c')).status).toBe(409);
  expect(sent).toHaveLength(5);
});
