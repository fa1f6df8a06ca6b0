// The Idempotency-Key of a checkout: repeated and concurrent requests create one order.

import { randomUUID } from 'node:crypto';
import type { Cart, Checkout, Order, Stock } from '../../client/api-types';
import { aCheckout, orderEnd, placeOrder } from '../../scripts/shop/check-out';
import { type Caller, expectStatus } from '../../scripts/shop/shop-client';
import { capturesOf, shipmentsOf } from '../helpers/ledgers';
import { runningApp } from '../helpers/running-app';

const { shop, storage, sku } = runningApp();

test('repeating a checkout returns the same order', async () => {
  const { guest, checkout, key } = await readyToOrder(3);
  const first = await placeOrder(guest, checkout, key);
  expect(first.status).toBe(202);
  const again = await placeOrder(guest, checkout, key);
  expect(again.status).toBe(202);
  expect(again.body.orderId).toBe(first.body.orderId);
  expect((await orderEnd(guest, first.body.orderId)).state).toBe('delivered');
  const afterwards = await placeOrder(guest, checkout, key);
  expect(afterwards).toMatchObject({ status: 202, body: { orderId: first.body.orderId } });
  expect(await ordersOf(guest)).toHaveLength(1);
});

test('a different checkout with the same key is refused', async () => {
  const { guest, checkout, key } = await readyToOrder(1);
  const { orderId } = expectStatus(await placeOrder(guest, checkout, key), 202);
  const other = { ...checkout, email: 'somebody.else@example.com' };
  expect(await placeOrder(guest, other, key)).toMatchObject({ status: 422, body: { code: 'REQUEST.KEY_REUSED' } });
  const order = await orderEnd(guest, orderId);
  expect(order).toMatchObject({ state: 'delivered', email: checkout.email });
});

test('ten concurrent checkouts with one key create one order, one payment and one parcel', async () => {
  const { guest, checkout, key } = await readyToOrder(5);
  const before = await sold();
  const answers = await Promise.all(Array.from({ length: 10 }, () => placeOrder(guest, checkout, key)));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
  const [orderId = '', ...others] = new Set(answers.map(({ body }) => body.orderId));
  expect(others).toEqual([]);
  expect((await orderEnd(guest, orderId)).state).toBe('delivered');
  expect(await ordersOf(guest)).toHaveLength(1);
  expect(await capturesOf(storage, orderId)).toEqual([checkout.expectedTotal]);
  expect(await shipmentsOf(storage, orderId)).toHaveLength(1);
  expect((await sold()) - before).toBe(5);
});

test('fifty concurrent checkouts with one key get fifty equal responses and create one order', async () => {
  const { guest, checkout, key } = await readyToOrder(2);
  const answers = await Promise.all(Array.from({ length: 50 }, () => placeOrder(guest, checkout, key)));
  const told = answers.map(({ status, headers, body }) =>
    JSON.stringify({ status, location: headers.get('location'), body }),
  );
  expect(new Set(told).size).toBe(1);
  expect(answers[0]?.status).toBe(202);
  const orderId = answers[0]?.body.orderId ?? '';
  expect((await orderEnd(guest, orderId)).state).toBe('delivered');
  expect((await placeOrder(guest, checkout, key)).body).toEqual(answers[0]?.body);
  expect(await ordersOf(guest)).toHaveLength(1);
  expect(await capturesOf(storage, orderId)).toEqual([checkout.expectedTotal]);
});

test('two guests may use the same key', async () => {
  const [ada, bob] = [await readyToOrder(1), await readyToOrder(1)];
  const first = expectStatus(await placeOrder(ada.guest, ada.checkout, 'the-same-for-both'), 202);
  const second = expectStatus(await placeOrder(bob.guest, bob.checkout, 'the-same-for-both'), 202);
  expect(first.orderId).not.toBe(second.orderId);
  expect((await orderEnd(ada.guest, first.orderId)).state).toBe('delivered');
  expect((await orderEnd(bob.guest, second.orderId)).state).toBe('delivered');
});

async function readyToOrder(quantity: number): Promise<{ guest: Caller; checkout: Checkout; key: string }> {
  const guest = shop.guest();
  const line = { sku: sku('repeated'), quantity };
  const cart = expectStatus(await guest<Cart>('POST', '/cart/lines', { body: line }), 200);
  return { guest, checkout: aCheckout(cart.total), key: randomUUID() };
}

async function ordersOf(guest: Caller): Promise<Order[]> {
  return expectStatus(await guest<{ orders: Order[] }>('GET', '/orders'), 200).orders;
}

async function sold(): Promise<number> {
  return expectStatus(await shop.owner<Stock>('GET', `/stock/${sku('repeated')}`), 200).sold;
}
