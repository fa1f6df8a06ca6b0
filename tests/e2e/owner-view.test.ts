// The owner's view of all orders: the list, and the overview of orders that need attention. Orders that are stuck or could not
// be undone are inserted into the table directly, because a healthy shop does not produce them.

import { randomInt } from 'node:crypto';
import { TableClient } from '@azure/data-tables';
import type { Problem } from '../../client/api-problem';
import { buy, orderEnd } from '../../scripts/shop/check-out';
import { expectStatus } from '../../scripts/shop/shop-client';
import { makeStorage } from '../../src/adapters/storage/storage';
import { makeTableOrderIndex } from '../../src/adapters/storage/table-order-index';
import { makeTableOrders } from '../../src/adapters/storage/table-orders';
import type { Order } from '../../src/orders/order';
import { anOrder } from '../helpers/order-builders';
import { runningApp } from '../helpers/running-app';

interface Snapshot {
  orderId: string;
  customerId: string;
  state: string;
  createdAt: string;
  updatedAt: string;
}
interface Page {
  orders: Snapshot[];
  cursor?: string;
}
interface Overview {
  orders: {
    total: number;
    counts: Record<string, number>;
    oldestWaiting: Snapshot[];
    stuck: { count: number; orders: Snapshot[] };
    compensationFailed: { count: number; orders: (Snapshot & { failures: { step: string; detail?: string }[] })[] };
  };
  poison: { count: number; queues: { queue: string; count: number }[] };
}

const { shop, sku, storage } = runningApp();
const laid: Order[] = [];
afterAll(async () => {
  const table = TableClient.fromConnectionString(storage, 'orders', { allowInsecureConnection: true });
  for (const { customerId, orderId } of laid) await table.deleteEntity(customerId, orderId);
});
const idsOf = ({ orders }: Page) => orders.map(({ orderId }) => orderId);

async function list(query: string): Promise<Page> {
  return expectStatus(await shop.owner<Page>('GET', `/admin/orders${query}`), 200);
}

/** Inserts an order without an orchestration into the running app's table. */
async function laidDown(changes: Partial<Order>): Promise<Order> {
  const letters = Array.from({ length: 26 }, () => String.fromCharCode(97 + randomInt(26))).join('');
  const order = anOrder({ customerId: `cus_${letters}`, orderId: `ord_${letters}`, ...changes });
  const app = makeStorage({ connectionString: storage });
  const index = makeTableOrderIndex(app);
  await makeTableOrders(app, index).insert(order);
  await index.flush();
  laid.push(order);
  return order;
}

test('the owner sees the orders of all customers, newest first, page by page', async () => {
  const bought: string[] = [];
  for (let n = 0; n < 3; n++) bought.unshift(await buy(shop.guest(), sku('overseen'), 1));
  const seen: Snapshot[] = [];
  const found = () => seen.filter(({ orderId }) => bought.includes(orderId));
  for (let next: string | undefined = ''; next !== undefined && found().length < 3; ) {
    const page: Page = await list(`?limit=2${next}`);
    expect(page.orders.length).toBeLessThanOrEqual(2);
    seen.push(...page.orders);
    next = page.cursor === undefined ? undefined : `&cursor=${page.cursor}`;
  }
  expect(idsOf({ orders: found() })).toEqual(bought);
  expect(new Set(found().map(({ customerId }) => customerId)).size).toBe(3);
  const times = seen.map(({ createdAt }) => createdAt);
  expect(times).toEqual(times.toSorted().reverse());
});

test('the owner can filter orders by state', async () => {
  const guest = shop.guest();
  const refused = await buy(guest, sku('overseen'), 1, { payment: { token: 'tok_declined' } });
  expect(await orderEnd(guest, refused)).toMatchObject({ state: 'refused' });
  const { orders } = await list('?state=refused&limit=100');
  expect(orders.map(({ orderId }) => orderId)).toContain(refused);
  expect(new Set(orders.map(({ state }) => state))).toEqual(new Set(['refused']));
  expect(await shop.owner<Problem>('GET', '/admin/orders?state=lost')).toMatchObject({
    status: 400,
    body: { code: 'REQUEST.INVALID' },
  });
});

test('the overview counts orders by state and shows those that need attention', async () => {
  const before = expectStatus(await shop.owner<Overview>('GET', '/admin/overview'), 200);
  const createdAt = '2001-01-01T00:00:00.000Z';
  const old = { createdAt, updatedAt: createdAt };
  const stuck = await laidDown({ ...old, state: 'authorized' });
  const failure = { at: createdAt, step: 'undoOrder', detail: 'voidPayment failed: no answer' };
  const timeline: Order['timeline'] = [{ ...failure, state: 'compensationFailed', reason: 'COMPENSATION.FAILED' }];
  const failed = await laidDown({ state: 'compensationFailed', updatedAt: '2999-01-01T00:00:00.000Z', timeline });

  const { orders, poison } = expectStatus(await shop.owner<Overview>('GET', '/admin/overview'), 200);
  expect(orders.counts.compensationFailed).toBe((before.orders.counts.compensationFailed ?? 0) + 1);
  expect(orders.total).toBe(Object.values(orders.counts).reduce((sum, count) => sum + count, 0));
  expect(orders.oldestWaiting[0]).toMatchObject({ state: 'authorized', createdAt });
  expect(orders.stuck.orders.map(({ orderId }) => orderId)).toContain(stuck.orderId);
  expect(orders.stuck.count).toBe(before.orders.stuck.count + 1);
  expect(orders.compensationFailed.orders).toContainEqual(
    expect.objectContaining({ orderId: failed.orderId, failures: [failure] }),
  );
  expect(poison.queues.map(({ queue }) => queue)).toEqual([
    'picture-jobs',
    'webjobs-blobtrigger',
    'carrier-reports',
    'webhooks',
  ]);
});

test('the owner finds an order by mail address, id and time, and reads it with payments, address and timeline', async () => {
  const email = `owner-view-${randomInt(1e9)}@example.com`;
  const guest = shop.guest();
  const before = new Date(Date.now() - 60_000).toISOString();
  const orderId = await buy(guest, sku('overseen'), 1, { email });
  await orderEnd(guest, orderId);
  const after = new Date(Date.now() + 60_000).toISOString();
  for (const query of [`email=${email.toUpperCase()}`, `orderId=${orderId}`, `email=${email}&state=delivered`]) {
    expect(idsOf(await list(`?${query}`))).toEqual([orderId]);
  }
  expect(idsOf(await list(`?email=${email}&placedFrom=${before}&placedTo=${after}`))).toEqual([orderId]);
  expect(idsOf(await list(`?email=${email}&placedTo=${before}`))).toEqual([]);
  const order = expectStatus(await shop.owner<Record<string, unknown>>('GET', `/admin/orders/${orderId}`), 200);
  expect(order).toMatchObject({
    orderId,
    email,
    state: 'delivered',
    shippingAddress: { country: 'DE' },
    shipments: [{ state: 'delivered' }],
    payments: [
      { operation: 'authorize', paymentId: expect.stringMatching(/^pay_/) },
      { operation: 'capture', paymentId: expect.stringMatching(/^pay_/) },
    ],
  });
});

test('a list refuses a parameter that it does not know', async () => {
  for (const path of ['/admin/orders?status=refused', '/admin/poison?queue=x', '/admin/overview?state=placed']) {
    expect(await shop.owner<Problem>('GET', path)).toMatchObject({ status: 400, body: { code: 'REQUEST.INVALID' } });
  }
  expect(await shop.guest()<Problem>('GET', '/orders?status=placed')).toMatchObject({ status: 400 });
});

test('the answer to a refund leads to where the owner can read the order', async () => {
  const guest = shop.guest();
  const orderId = await buy(guest, sku('overseen'), 1);
  await orderEnd(guest, orderId);
  const answer = await shop.owner('POST', `/orders/${orderId}/refund`, { body: { restock: false, reason: 'broken' } });
  expect(answer.status).toBe(202);
  expect(answer.headers.get('location')).toBe(`/api/admin/orders/${orderId}`);
});
