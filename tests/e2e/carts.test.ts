// Carts over HTTP: no lost updates, no access to other carts, every write returns the cart.

import type { Cart } from '../../client/api-types';
import { expectStatus } from '../../scripts/shop/shop-client';
import { runningApp } from '../helpers/running-app';

const { shop, sku } = runningApp();
const add = (quantity: number) => ({ body: { sku: sku('cart'), quantity } });

test('twenty parallel requests of one guest add twenty units to the cart', async () => {
  const guest = shop.guest();
  expectStatus(await guest('GET', '/cart'), 200);
  const answers = await Promise.all(Array.from({ length: 20 }, () => guest<Cart>('POST', '/cart/lines', add(1))));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  const { body } = await guest<Cart>('GET', '/cart');
  expect(body).toMatchObject({ units: 20, lines: [{ sku: sku('cart'), quantity: 20 }] });
  expect(body.total).toEqual({ amount: 20 * 1250, currency: 'EUR' });
});

test('every write returns the resulting cart and an ETag', async () => {
  const guest = shop.guest();
  const added = await guest<Cart>('POST', '/cart/lines', add(2));
  expect(added).toMatchObject({ status: 200, body: { units: 2 } });
  const set = await guest<Cart>('PUT', `/cart/lines/${sku('cart')}`, { body: { quantity: 7 } });
  expect(set).toMatchObject({ status: 200, body: { units: 7, total: { amount: 7 * 1250 } } });
  const other = await guest<Cart>('POST', '/cart/lines', { body: { sku: sku('mug'), quantity: 1 } });
  expect(other.body.lines.map((line) => line.sku).sort()).toEqual([sku('cart'), sku('mug')]);
  const removed = await guest<Cart>('DELETE', `/cart/lines/${sku('cart')}`);
  expect(removed.body.lines).toMatchObject([{ sku: sku('mug'), quantity: 1, unitPrice: { amount: 995 } }]);
  const cleared = await guest<Cart>('DELETE', '/cart');
  expect(cleared).toMatchObject({ status: 200, body: { lines: [], units: 0 } });
  const etags = [added, set, other, removed, cleared].map(({ headers }) => headers.get('etag'));
  expect(new Set(etags).size).toBe(5);
  expect(etags).not.toContain(null);
});

test('two guests have separate carts', async () => {
  const [ada, bob] = [shop.guest(), shop.guest()];
  await ada('POST', '/cart/lines', add(3));
  await bob('POST', '/cart/lines', add(4));
  expect((await ada<Cart>('GET', '/cart')).body.units).toBe(3);
  expect((await bob<Cart>('GET', '/cart')).body.units).toBe(4);
});

test('a forged cookie gives access to no cart: its sender is a new guest', async () => {
  const victim = shop.guest();
  const { headers } = await victim('POST', '/cart/lines', add(5));
  const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
  expect(cookie).toMatch(/^cartwright_guest=/);
  const forged = `${cookie.slice(0, -2)}${cookie.endsWith('AA') ? 'BB' : 'AA'}`;
  const answer = await shop.anyone<Cart>('GET', '/cart', { headers: { cookie: forged } });
  expect(answer).toMatchObject({ status: 200, body: { units: 0 } });
  expect(answer.headers.getSetCookie()).toHaveLength(1);
});

test('the guest cookie is hidden from scripts and from other sites', async () => {
  const { headers } = await shop.guest()('GET', '/cart');
  expect(headers.getSetCookie()[0]?.toLowerCase()).toMatch(/httponly/);
  expect(headers.getSetCookie()[0]?.toLowerCase()).toMatch(/samesite=lax/);
});
