// The smoke test repeats what a shop that starts from cold answers with 503, always under the same key.

import { makeShop } from '../../../scripts/shop/shop-client';
import { patiently } from '../../../scripts/smoke/patiently';

function shopThatAnswers(statuses: number[]) {
  const sent: Request[] = [];
  const send = async (request: Request) => {
    sent.push(request);
    return new Response(null, { status: statuses.shift() ?? 200, headers: { 'retry-after': '0.001' } });
  };
  return {
    shop: makeShop('http://shop.example', undefined, patiently(send)),
    sent,
    keys: () => sent.map(({ headers }) => headers.get('idempotency-key')),
  };
}

test('a change is repeated under the key that it has, or one that it gets', async () => {
  const given = shopThatAnswers([503, 503]);
  const params = { path: { sku: 'a' }, header: { 'Idempotency-Key': 'begin' } };
  const body = { delta: 1, reason: 'delivery' };
  await given.shop.owner.api.POST('/stock/{sku}/adjustments', { params, body });
  expect(given.keys()).toEqual(['begin', 'begin', 'begin']);
  expect(await Promise.all(given.sent.map((request) => request.json()))).toEqual([body, body, body]);
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
  expect(keys().slice(2)).toEqual([null, null]);
  expect((await shop.owner('PUT', '/c')).status).toBe(409);
  expect(sent).toHaveLength(5);
});
