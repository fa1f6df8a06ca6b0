// Deliveries in a real table: found by id, listed from the latest event on, changed by one at a time, and removed in time.

import { makeStorage, type Storage } from '../../../src/adapters/storage/storage';
import { makeTableAnnouncedChanges, makeTableDeliveries } from '../../../src/adapters/storage/table-webhooks';
import { afterAttempt, type Delivery, newDelivery } from '../../../src/webhooks/delivery';
import type { Deliveries } from '../../../src/webhooks/ports';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';

let azurite: RunningAzurite;
let storage: Storage;
let deliveries: Deliveries;

beforeAll(async () => {
  azurite = await startAzurite();
  storage = makeStorage({ connectionString: azurite.connectionString });
});
afterAll(() => azurite.stop());
beforeEach(async () => {
  const table = await storage.table('webhooks');
  for await (const { partitionKey = '', rowKey = '' } of table.listEntities())
    await table.deleteEntity(partitionKey, rowKey);
  deliveries = makeTableDeliveries(storage);
});

const now = new Date('2026-03-01T12:00:00Z');
const orders = ['a', 'b', 'c'].map((letter) => `ord_${letter.repeat(26)}`);

/** The event of day `day`, the latest with the highest number. */
function aDelivery(day: number, orderId = orders[0] ?? ''): Delivery {
  const at = new Date(Date.UTC(2026, 1, day)).toISOString();
  return newDelivery('https://erp.example/hooks', orderId, { state: 'placed', step: 'placeOrder', at }, now);
}

const failed = (delivery: Delivery) =>
  afterAttempt(delivery, { kind: 'refused', result: 'HTTP 410', isFinal: true }, now, 5_000);

test('a delivery is stored once, and read as it was written', async () => {
  const delivery = aDelivery(1);
  await deliveries.add(delivery);
  await deliveries.add({ ...delivery, attempts: 7 });
  expect((await deliveries.find(delivery.id))?.delivery).toEqual(delivery);
  expect(await deliveries.find(aDelivery(2).id)).toBeUndefined();
});

test('of two changes at the same moment one is written', async () => {
  await deliveries.add(aDelivery(1));
  const found = await deliveries.find(aDelivery(1).id);
  if (!found) throw new Error('not stored');
  const after = afterAttempt(found.delivery, { kind: 'refused', result: 'HTTP 500' }, now, 5_000);
  expect(await deliveries.replace(after, found.etag)).toBe(true);
  expect(await deliveries.replace(failed(found.delivery), found.etag)).toBe(false);
  expect((await deliveries.find(after.id))?.delivery).toEqual(after);
});

test('a list has the latest events first, in pages that leave nothing out', async () => {
  const all = [3, 1, 5, 2, 4].map((day) => aDelivery(day));
  for (const delivery of all) await deliveries.add(delivery);
  const seen: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await deliveries.page({ limit: 2, ...(cursor && { cursor }) });
    seen.push(page.deliveries.map(({ body }) => JSON.parse(body).timestamp.slice(8, 10)));
    cursor = page.cursor;
  } while (cursor);
  expect(seen).toEqual([['05', '04'], ['03', '02'], ['01']]);
});

test('a list can be filtered by state and order, and goes on by its cursor', async () => {
  for (let day = 1; day <= 6; day++) {
    const delivery = aDelivery(day, orders[day % 3]);
    await deliveries.add(day % 2 ? failed(delivery) : delivery);
  }
  const days = async (query: Partial<Parameters<Deliveries['page']>[0]>) => {
    const page = await deliveries.page({ limit: 10, ...query });
    return page.deliveries.map(({ body }) => Number(JSON.parse(body).timestamp.slice(8, 10)));
  };
  expect(await days({ state: 'failed' })).toEqual([5, 3, 1]);
  expect(await days({ orderId: orders[0] ?? '' })).toEqual([6, 3]);
  expect(await days({ orderId: orders[0] ?? '', state: 'failed' })).toEqual([3]);
  const first = await deliveries.page({ limit: 1, state: 'failed' });
  expect(await days({ state: 'failed', cursor: first.cursor ?? '' })).toEqual([3, 1]);
});

test('ended deliveries of old events are removed, pending ones and the count of their order stay', async () => {
  const announced = makeTableAnnouncedChanges(storage);
  await announced.put(orders[0] ?? '', 3);
  const [old, pending, recent] = [aDelivery(1), aDelivery(2), aDelivery(20)];
  for (const delivery of [failed(old), pending, failed(recent)]) await deliveries.add(delivery);
  const before = new Date(Date.UTC(2026, 1, 10));
  expect(await deliveries.removeEnded(before)).toEqual([old.id]);
  expect(await deliveries.removeEnded(before)).toEqual([]);
  const { deliveries: left } = await deliveries.page({ limit: 10 });
  expect(left.map(({ id }) => id)).toEqual([recent.id, pending.id]);
  expect((await announced.count(orders[0] ?? ''))?.count).toBe(3);
});

test('a count is written by one of two who have read the same', async () => {
  const announced = makeTableAnnouncedChanges(storage);
  const [order = ''] = orders;
  expect(await announced.count(order)).toBeUndefined();
  expect([await announced.put(order, 1), await announced.put(order, 2)]).toEqual([true, false]);
  const etag = (await announced.count(order))?.etag ?? '';
  expect([await announced.put(order, 2, etag), await announced.put(order, 3, etag)]).toEqual([true, false]);
  expect((await announced.count(order))?.count).toBe(2);
});
