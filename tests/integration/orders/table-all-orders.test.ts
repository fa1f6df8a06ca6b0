// All customers' orders from an Azure table, on Azurite: across partitions and result pages, with few columns transferred.

import { makeStorage, type Storage } from '../../../src/adapters/storage/storage';
import { makeTableAllOrders } from '../../../src/adapters/storage/table-all-orders';
import { makeTableOrders } from '../../../src/adapters/storage/table-orders';
import { newestOrders } from '../../../src/orders/http/newest-orders';
import type { OrderSnapshot } from '../../../src/orders/ports/all-orders';
import { recordRemark, recordStep } from '../../../src/orders/timeline';
import { anOrderOf, glanceOf } from '../../helpers/all-orders';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';

let azurite: RunningAzurite;
let storage: Storage;

const ages = [3, 0, 5, 1, 4, 2];
const orders = ages.map((age, n) => {
  const createdAt = new Date(Date.UTC(2026, 0, 20 - age)).toISOString();
  return anOrderOf(n, { createdAt, updatedAt: createdAt, state: n % 2 === 0 ? 'captured' : 'shipped' });
});

beforeAll(async () => {
  azurite = await startAzurite();
  storage = makeStorage({ connectionString: azurite.connectionString });
  for (const order of orders) await makeTableOrders(storage).insert(order);
});
afterAll(() => azurite.stop());

async function collected(snapshots: AsyncIterable<OrderSnapshot>): Promise<OrderSnapshot[]> {
  const all: OrderSnapshot[] = [];
  for await (const snapshot of snapshots) all.push(snapshot);
  return all;
}

const byId = (some: OrderSnapshot[]) => some.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1));
const all = () => makeTableAllOrders(storage);

it('returns the orders of all customers, without their documents', async () => {
  expect(byId(await collected(all().snapshots({})))).toEqual(orders.map(glanceOf));
});

it('filters by state and by the time of placing', async () => {
  const shipped = orders.filter(({ state }) => state === 'shipped').map(glanceOf);
  expect(byId(await collected(all().snapshots({ state: 'shipped' })))).toEqual(shipped);
  const [first] = orders;
  const notAfter = first?.createdAt ?? '';
  const older = orders.filter(({ createdAt }) => createdAt <= notAfter).map(glanceOf);
  expect(older).toHaveLength(3);
  expect(byId(await collected(all().snapshots({ notAfter })))).toEqual(older);
  const both = older.filter(({ state }) => state === 'captured');
  expect(byId(await collected(all().snapshots({ state: 'captured', notAfter })))).toEqual(both);
});

it('returns pages, newest first', async () => {
  const first = await newestOrders(all(), { limit: 4 });
  const second = await newestOrders(all(), { limit: 4, cursor: first.cursor ?? '' });
  const newest = orders.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)).map(glanceOf);
  expect([...first.orders, ...second.orders]).toEqual(newest);
  expect(second).not.toHaveProperty('cursor');
});

it('returns the time of an order’s last change, be it a step or a remark', async () => {
  const order = anOrderOf(9, { state: 'placed' });
  const store = makeTableOrders(storage);
  await store.insert(order);
  const seen = async () => (await collected(all().snapshots({}))).find(({ orderId }) => orderId === order.orderId);
  const [stepAt, remarkAt] = ['2026-03-01T13:00:00.000Z', '2026-03-01T14:00:00.000Z'];
  await store.update(order.customerId, order.orderId, (known) =>
    recordStep(known, { at: stepAt, state: 'reserved', step: 'reserveStock' }),
  );
  expect(await seen()).toMatchObject({ state: 'reserved', updatedAt: stepAt });
  await store.update(order.customerId, order.orderId, (known) => recordRemark(known, { at: remarkAt, step: 'mail' }));
  expect(await seen()).toMatchObject({ state: 'reserved', updatedAt: remarkAt });
});

it('returns all orders, even if there are more than one page of storage', async () => {
  const client = await storage.table('orders');
  const [createdAt, many] = ['2025-01-01T00:00:00.000Z', 1_010];
  const partitionKey = `cus_${'7'.repeat(26)}`;
  const rest = { state: 'delivered', createdAt, updatedAt: createdAt, totalAmount: 1, currency: 'EUR' };
  const rows = Array.from({ length: many }, (_, n) => ({ partitionKey, rowKey: `ord_${n}`, ...rest }));
  for (let from = 0; from < many; from += 100) {
    await client.submitTransaction(rows.slice(from, from + 100).map((row) => ['create', row]));
  }
  expect(await collected(all().snapshots({ state: 'delivered' }))).toHaveLength(many);
});
