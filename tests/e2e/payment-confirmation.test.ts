// Payments that the customer has to confirm at the sandbox provider: the order waits, says what to do, and ends as they answer.

import type { Cart, Order } from '../../client/api-types';
import { buy, orderEnd } from '../../scripts/shop/check-out';
import { loadDemoShop } from '../../scripts/shop/demo-shop';
import { eventually } from '../../scripts/shop/eventually';
import { mailsAbout } from '../../scripts/shop/outbox';
import { type Ask, expectStatus, makeShop } from '../../scripts/shop/shop-client';
import { capturesOf } from '../helpers/ledgers';
import { makeOwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';
import { runningApp } from '../helpers/running-app';

const { shop, storage, sku } = runningApp();
const asking = { payment: { token: 'tok_requires_action' } };
const cartOf = async (guest: Ask) => expectStatus(await guest<Cart>('GET', '/cart'), 200).lines;
const steps = ({ timeline }: Order) => timeline.map(({ step }) => step);

/** An order that waits for its customer, who knows the path of the page to answer on. */
async function aWaitingOrder(product: string) {
  const guest = shop.guest();
  const orderId = await buy(guest, product, 1, asking);
  const order = await eventually(`${orderId} to wait`, 60_000, async () => {
    const { body } = await guest<Order>('GET', `/orders/${orderId}`);
    return body.state === 'awaitingPayment' ? body : undefined;
  });
  if (order.paymentAction?.type !== 'redirect') throw new Error('The order names no page.');
  return { guest, orderId, order, page: new URL(order.paymentAction.url).pathname.replace(/^\/api/, '') };
}

const answer = (page: string, what: string) => shop.anyone('POST', page, { body: `answer=${what}` });

test('a payment that is confirmed is captured once, and the customer comes back to the shop', async () => {
  const { guest, orderId, order, page } = await aWaitingOrder(sku('mug'));
  expect(order.paymentAction?.type).toBe('redirect');
  const shown = await shop.anyone<string>('GET', page);
  expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(shown.body).toContain('9.95 EUR');
  const confirmed = await answer(page, 'confirm');
  expect(confirmed.status).toBe(303);
  expect(confirmed.headers.get('location')).toMatch(new RegExp(`^https?://[^/]+/\\?order=${orderId}$`));
  const end = await orderEnd(guest, orderId);
  expect(end.state).toBe('delivered');
  expect(end).not.toHaveProperty('paymentAction');
  expect(steps(end).slice(0, 5)).toEqual([
    ...['placeOrder', 'reserveStock', 'requestPaymentAction', 'authorizePayment', 'capturePayment'],
  ]);
  expect((await answer(page, 'refuse')).status).toBe(303);
  expect(await capturesOf(storage, orderId)).toEqual([{ amount: 995, currency: 'EUR' }]);
});

test('a payment that is refused refuses the order, gives the cart back and moves no money', async () => {
  const { guest, orderId, page } = await aWaitingOrder(sku('mug'));
  expect(await cartOf(guest)).toEqual([]);
  expect((await answer(page, 'refuse')).status).toBe(303);
  const end = await orderEnd(guest, orderId);
  expect(end.timeline.at(-1)).toMatchObject({ state: 'refused', reason: 'PAYMENT.DECLINED' });
  expect(await cartOf(guest)).toMatchObject([{ sku: sku('mug'), quantity: 1 }]);
  expect(await capturesOf(storage, orderId)).toEqual([]);
});

test('an order can be cancelled while it waits, and its payment cannot be confirmed any more', async () => {
  const { guest, orderId, page } = await aWaitingOrder(sku('mug'));
  expectStatus(await guest('POST', `/orders/${orderId}/cancellation`), 202);
  expect((await orderEnd(guest, orderId)).state).toBe('cancelled');
  expect((await shop.anyone<string>('GET', page)).body).not.toContain('<form');
  expect((await answer(page, 'confirm')).status).toBe(303);
  expect((await guest<Order>('GET', `/orders/${orderId}`)).body.state).toBe('cancelled');
  expect(await cartOf(guest)).toHaveLength(1);
  expect(await capturesOf(storage, orderId)).toEqual([]);
});

test('what the customer has to do is shown to nobody else, and the page has no other name', async () => {
  const { guest, orderId, page } = await aWaitingOrder(sku('mug'));
  expectStatus(await shop.guest()('GET', `/orders/${orderId}`), 404);
  const { body } = await shop.owner<Order>('GET', `/admin/orders/${orderId}`);
  expect([body.state, body.paymentAction]).toEqual(['awaitingPayment', undefined]);
  for (const wrong of [`${page.slice(0, -4)}AAAA`, `/sandbox/payments/${orderId}`, '/sandbox/payments/x']) {
    expect((await shop.anyone('GET', wrong)).status).toBe(404);
    expect((await answer(wrong, 'confirm')).status).toBe(404);
  }
  expectStatus(await guest('POST', `/orders/${orderId}/cancellation`), 202);
  await orderEnd(guest, orderId);
});

ownHostTest('a payment that nobody confirms in time refuses the order, without a mail', async () => {
  const own = makeOwnHost('confirmation', { PAYMENT_ACTION_TIMEOUT: 'PT2S' });
  try {
    const { origin } = await own.start();
    const there = makeShop(origin);
    const product = (await loadDemoShop(there)).find(({ available }) => (available ?? 0) > 5)?.sku ?? '';
    const guest = there.guest();
    const orderId = await buy(guest, product, 1, asking);
    const end = await orderEnd(guest, orderId);
    expect(end.timeline.at(-1)).toMatchObject({ state: 'refused', reason: 'PAYMENT.NOT_CONFIRMED' });
    expect(steps(end)).toEqual(['placeOrder', 'reserveStock', 'requestPaymentAction', 'refuseOrder']);
    expect(await cartOf(guest)).toMatchObject([{ sku: product, quantity: 1 }]);
    expect(await mailsAbout(own.storage(), orderId, 0)).toEqual([]);
  } finally {
    await own.remove();
  }
});
