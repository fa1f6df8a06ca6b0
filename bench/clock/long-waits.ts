// The long waits of the shop from begin to end, with the times of the sample settings, on a host that skips time: approval
// (two days), reminder and expiry of a cart (a day, thirty days), retention of finished instances (thirty days).

import { deepEqual, ok } from 'node:assert/strict';
import type { Cart, Order } from '../../client/api-types';
import { adjustStock } from '../../scripts/shop/adjust-stock';
import { aCheckout, placeOrder } from '../../scripts/shop/check-out';
import { eventually } from '../../scripts/shop/eventually';
import { mailsAbout } from '../../scripts/shop/outbox';
import { type Ask, expectStatus, makeShop, type Shop } from '../../scripts/shop/shop-client';

export interface ClockedShop {
  origin: string;
  /** Connection string of its storage emulator. */
  storage: string;
}

/** How long each wait was on the host's clock. */
export interface WaitedDays {
  approval: number;
  cart: number;
  retention: number;
}

const dayMs = 86_400_000;
const limitMs = 60_000;
/** In minor units; the sample's `APPROVAL_THRESHOLD` is 1,000,000. */
const products = [
  { sku: 'piano', name: 'Piano', price: 1_500_000 },
  { sku: 'mug', name: 'Mug', price: 1_000 },
];

/** @throws when one of the waits ends in another way than it should. */
export async function waitLong({ origin, storage }: ClockedShop): Promise<WaitedDays> {
  const shop = makeShop(origin);
  await stock(shop);
  const approval = await approvalRunsOut(shop, storage);
  const cart = await cartIsForgotten(shop, origin);
  const retention = await instancesArePurged(shop, origin);
  return { approval, cart, retention };
}

async function stock(shop: Shop): Promise<void> {
  const all = products.map((product) => ({ ...product, description: 'For the bench.', warehouse: 'north' }));
  const body = { schemaVersion: 1, currency: 'EUR', products: all };
  expectStatus(await shop.owner('PUT', '/catalog', { body }), 200);
  for (const { sku } of products) await adjustStock(shop, sku, { delta: 10, reason: 'bench' }, `bench-${sku}`);
}

/** Nobody decides: the owner is asked, reminded and pressed, and after two days the order is refused. */
async function approvalRunsOut(shop: Shop, storage: string): Promise<number> {
  const guest = shop.guest();
  const order = await endOf(guest, await orderOne(guest, 'piano'));
  const steps = order.timeline.slice(-4).map(({ step, by }) => (by ? `${step} by ${by}` : step));
  deepEqual(steps, ['remindApproval', 'escalateApproval', 'decideApproval by clock', 'refuseOrder']);
  const mails = await mailsAbout(storage, order.orderId, 4);
  ok(mails.length >= 4, 'three mails to the owner and one to the customer');
  return daysBetween(order.timeline[0]?.at, order.timeline.at(-1)?.at);
}

/** A customer with an address leaves a cart: it is reminded of after a day, and empty after thirty. */
async function cartIsForgotten(shop: Shop, origin: string): Promise<number> {
  const guest = shop.guest();
  await endOf(guest, await orderOne(guest, 'mug'));
  const before = await now(origin);
  await addOne(guest, 'mug');
  await eventually('the cart to be empty', limitMs, async () => {
    const { units } = expectStatus(await guest<Cart>('GET', '/cart'), 200);
    return units === 0 ? true : undefined;
  });
  return (Date.parse(await now(origin)) - Date.parse(before)) / dayMs;
}

/** What has ended remains for thirty days, and is gone an hour later at the latest; the shop's own records stay. */
async function instancesArePurged(shop: Shop, origin: string): Promise<number> {
  const kept = await instances(origin);
  ok(kept > 0, 'finished instances are kept');
  await skip(origin, 'P29D');
  ok((await instances(origin)) > 0, 'they are kept for thirty days');
  await skip(origin, 'P1DT2H');
  deepEqual(await instances(origin), 0);
  const { orders } = expectStatus(await shop.owner<{ orders: unknown[] }>('GET', '/admin/orders'), 200);
  deepEqual(orders.length, 2);
  return 30;
}

async function addOne(guest: Ask, sku: string): Promise<Cart> {
  return expectStatus(await guest<Cart>('POST', '/cart/lines', { body: { sku, quantity: 1 } }), 200);
}

async function orderOne(guest: Ask, sku: string): Promise<string> {
  const { total } = await addOne(guest, sku);
  return expectStatus(await placeOrder(guest, aCheckout(total)), 202).orderId;
}

/** Asks briefly: a request that waits is running work, and time is not skipped while it runs. */
function endOf(guest: Ask, orderId: string): Promise<Order> {
  return eventually(`${orderId} to end`, limitMs, async () => {
    const order = expectStatus(await guest<Order>('GET', `/orders/${orderId}`), 200);
    return ['delivered', 'refused'].includes(order.state) ? order : undefined;
  });
}

async function now(origin: string): Promise<string> {
  return ((await (await fetch(`${origin}/admin/clock`)).json()) as { now: string }).now;
}

async function skip(origin: string, advance: string): Promise<void> {
  const answer = await fetch(`${origin}/admin/clock`, { method: 'POST', body: JSON.stringify({ advance }) });
  ok(answer.ok, `POST /admin/clock: ${answer.status} ${await answer.text()}`);
}

/** Without entities, which are kept. */
async function instances(origin: string): Promise<number> {
  const answer = await fetch(`${origin}/runtime/webhooks/durabletask/instances?top=1000`);
  const all = (await answer.json()) as { instanceId: string }[];
  return all.filter(({ instanceId }) => !instanceId.startsWith('@')).length;
}

function daysBetween(first: string | undefined, last: string | undefined): number {
  return (Date.parse(last ?? '') - Date.parse(first ?? '')) / dayMs;
}
