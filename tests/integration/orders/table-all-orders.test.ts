// The index of all customers' orders in an Azure table, on Azurite: newest first, by state, mail address, id and time, with a
// bounded number of operations, and right after changes from several processes, lost writes and repairs.

import { InvocationContext } from '@azure/functions';
import { rowsOf } from '../../../src/adapters/storage/order-index-rows';
import { makeRepairOrderIndex } from '../../../src/adapters/storage/repair-order-index';
import { makeStorage, type Storage } from '../../../src/adapters/storage/storage';
import { makeTableAllOrders } from '../../../src/adapters/storage/table-all-orders';
import { makeTableOrderIndex } from '../../../src/adapters/storage/table-order-index';
import { makeTableOrders } from '../../../src/adapters/storage/table-orders';
import type { Order, Shipment } from '../../../src/orders/order';
import { parcelsOf } from '../../../src/orders/parcels';
import type { AllOrdersQuery } from '../../../src/orders/ports/all-orders';
import { endRefund, requestRefund } from '../../../src/orders/refunds';
import { recordRemark, recordStep } from '../../../src/orders/timeline';
import { anOrderOf, glanceOf } from '../../helpers/all-orders';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { anOrder } from '../../helpers/order-builders';
import { sentOperations } from '../../helpers/sent-operations';

let azurite: RunningAzurite;
let storage: Storage;
const longMs = 3_600_000;

beforeAll(async () => {
  azurite = await startAzurite();
});
beforeEach(async () => {
  storage = makeStorage({ connectionString: azurite.connectionString });
  for (const name of ['orders', 'orderindex']) {
    const client = await storage.table(name);
    for await (const { partitionKey = '', rowKey = '' } of client.listEntities()) {
      await client.deleteEntity(partitionKey, rowKey);
    }
  }
});
afterAll(() => azurite.stop());

/** A process of the app: it writes its part of the index only when told, as if its delay were long. */
function aProcess() {
  const warnings: string[] = [];
  const index = makeTableOrderIndex(storage, { delayMs: longMs, warn: (message) => void warnings.push(message) });
  return { index, orders: makeTableOrders(storage, index), all: makeTableAllOrders(storage, index), warnings };
}

const ages = [3, 0, 5, 1, 4, 2];
const someOrders = () =>
  ages.map((age, n) => {
    const createdAt = new Date(Date.UTC(2026, 0, 20 - age)).toISOString();
    const email = n < 2 ? 'Grace@Example.com' : 'ada@example.com';
    return anOrderOf(n, { createdAt, updatedAt: createdAt, email, state: n % 2 === 0 ? 'captured' : 'shipped' });
  });
const newestFirst = (orders: Order[]) => orders.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)).map(glanceOf);

async function aShop() {
  const process = aProcess();
  const orders = someOrders();
  for (const order of orders) await process.orders.insert(order);
  const found = async (query: Partial<AllOrdersQuery>) => (await process.all.page({ limit: 50, ...query })).orders;
  return { ...process, stored: orders, found };
}

it('lists all orders, those in a state, of a mail address and of a time, the newest first', async () => {
  const { stored, found } = await aShop();
  expect(await found({})).toEqual(newestFirst(stored));
  expect(await found({ state: 'shipped' })).toEqual(newestFirst(stored.filter(({ state }) => state === 'shipped')));
  expect(await found({ email: 'grace@example.com' })).toEqual(newestFirst(stored.slice(0, 2)));
  expect(await found({ email: 'grace@example.com', state: 'shipped' })).toEqual(newestFirst(stored.slice(1, 2)));
  const [placedFrom, placedTo] = ['2026-01-16T00:00:00.000Z', '2026-01-18T00:00:00.000Z'];
  const inTime = stored.filter(({ createdAt }) => createdAt >= placedFrom && createdAt <= placedTo);
  expect(inTime).toHaveLength(3);
  expect(await found({ placedFrom, placedTo })).toEqual(newestFirst(inTime));
  expect(await found({ placedFrom, state: 'captured' })).toEqual(
    newestFirst(stored.filter(({ createdAt, state }) => createdAt >= placedFrom && state === 'captured')),
  );
});

it('finds one order by its id, if the other conditions hold', async () => {
  const { stored, found } = await aShop();
  const [first] = stored;
  if (!first) throw new Error('There are orders.');
  const { orderId } = first;
  expect(await found({ orderId })).toEqual([glanceOf(first)]);
  expect(await found({ orderId, state: 'captured', email: first.email, placedTo: first.createdAt })).toHaveLength(1);
  for (const not of [{ state: 'shipped' }, { email: 'ada@example.com' }, { placedTo: '2026-01-01T00:00:00.000Z' }]) {
    expect(await found({ orderId, ...(not as Partial<AllOrdersQuery>) })).toEqual([]);
  }
  expect(await found({ orderId: `ord_${'z'.repeat(26)}` })).toEqual([]);
});

it('returns pages that neither repeat nor leave out any, also of orders of one moment', async () => {
  const { all, orders } = await aShop();
  const createdAt = '2026-01-17T00:00:00.000Z';
  for (const n of [10, 11, 12]) await orders.insert(anOrderOf(n, { createdAt, state: 'captured' }));
  const whole = (await all.page({ limit: 50 })).orders;
  const paged = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await all.page({ limit: 2, ...(cursor !== undefined && { cursor }) });
    paged.push(...page.orders);
    cursor = page.cursor;
    more = cursor !== undefined;
  }
  expect(whole).toHaveLength(9);
  expect(paged).toEqual(whole);
});

it('moves an order from state to state, with the time of its last change, and counts it once', async () => {
  const { orders, all, found } = await aShop();
  const order = anOrderOf(9, { state: 'placed' });
  const { customerId, orderId } = order;
  await orders.insert(order);
  expect(await found({ state: 'placed' })).toHaveLength(1);
  const [stepAt, remarkAt] = ['2026-03-01T13:00:00.000Z', '2026-03-01T14:00:00.000Z'];
  await orders.update(customerId, orderId, (known) =>
    recordStep(known, { at: stepAt, state: 'reserved', step: 'reserveStock' }),
  );
  expect(await found({ orderId })).toMatchObject([{ state: 'reserved', updatedAt: stepAt }]);
  await orders.update(customerId, orderId, (known) => recordRemark(known, { at: remarkAt, step: 'mail' }));
  expect(await found({ state: 'reserved' })).toMatchObject([{ state: 'reserved', updatedAt: remarkAt }]);
  expect(await found({ state: 'placed' })).toEqual([]);
  expect(await all.counts()).toEqual({ placed: 0, reserved: 1, captured: 3, shipped: 3 });
  expect(await orders.customerOf(orderId)).toBe(customerId);
});

it('returns the open orders with what failed', async () => {
  const { orders, all, stored } = await aShop();
  const failure = { at: '2026-03-01T13:00:00.000Z', step: 'undoOrder', detail: 'voidPayment failed' };
  const timeline: Order['timeline'] = [{ ...failure, state: 'compensationFailed', reason: 'COMPENSATION.FAILED' }];
  const failed = anOrderOf(9, { state: 'compensationFailed', timeline });
  await orders.insert(failed);
  const captured = stored.filter(({ state }) => state === 'captured').map(glanceOf);
  const { orders: open, complete } = await all.open();
  expect(complete).toBe(true);
  expect(open.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1))).toEqual([
    ...captured,
    { ...glanceOf(failed), failures: [failure] },
  ]);
});

describe('parcels that the carrier has', () => {
  const [old, since, young] = ['2026-01-01T00:00:00.000Z', '2026-01-10T00:00:00.000Z', '2026-01-20T00:00:00.000Z'];
  const dispatched = (warehouse: 'north' | 'south', dispatchedAt: string): Shipment => ({
    shipmentId: `shp_${warehouse}`,
    warehouse,
    state: 'dispatched',
    dispatchedAt,
  });
  const delivered: Shipment = { ...dispatched('north', old), state: 'delivered', deliveredAt: young };
  const aShipped = (n: number, shipments: Shipment[], more: Partial<Order> = {}) =>
    anOrderOf(n, { state: 'shipped', createdAt: old, updatedAt: young, shipments, ...more });

  it('are found by the time of their own dispatch, in one operation', async () => {
    const { orders, all } = aProcess();
    const [lost, inTime] = [dispatched('south', since), dispatched('south', '2026-01-10T00:00:00.001Z')];
    const late = [aShipped(0, [delivered, lost]), aShipped(1, [inTime, dispatched('north', old)])];
    const refunded = parcelsOf(anOrder().lines).find(({ warehouse }) => warehouse === 'south')?.lines ?? [];
    const refund = { lines: refunded, restock: false, reason: 'lost', at: old };
    const settled = endRefund(requestRefund(aShipped(2, [delivered, lost]), refund), 1, {
      at: old,
      outcome: 'refunded',
    });
    const others = [settled, aShipped(3, [delivered, inTime]), aShipped(4, [lost], { state: 'delivered' })];
    for (const order of [...late, ...others]) await orders.insert(order);
    expect(settled.state).toBe('shipped');
    await all.counts();
    const sent = sentOperations(await storage.table('orderindex'));
    const found = await all.underWaySince(since);
    expect(sent.length).toBe(1);
    const underWay = ({ shipmentId, warehouse, dispatchedAt }: Shipment) => ({ shipmentId, warehouse, dispatchedAt });
    expect(found.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1))).toEqual([
      { ...glanceOf(late[0] as Order), underWay: [underWay(lost)] },
      { ...glanceOf(late[1] as Order), underWay: [underWay(dispatched('north', old)), underWay(inTime)] },
    ]);
  });

  it('come with an order of which other parcels were not dispatched', async () => {
    const { orders, all } = aProcess();
    await orders.insert(aShipped(0, [dispatched('south', old)], { state: 'captured' }));
    expect((await all.open()).orders).toMatchObject([{ underWay: [{ shipmentId: 'shp_south', dispatchedAt: old }] }]);
  });

  it('of an order that an earlier version has indexed are found by its last change', async () => {
    const { all } = aProcess();
    const earlier = async (n: number, updatedAt: string) => {
      const {
        underWay: _,
        underWaySince: __,
        ...row
      } = rowsOf(aShipped(n, [dispatched('south', old)], { updatedAt })).byState;
      await (await storage.table('orderindex')).createEntity(row);
    };
    await earlier(0, since);
    await earlier(1, young);
    expect(await all.underWaySince(since)).toMatchObject([{ orderId: anOrderOf(0).orderId, underWay: [] }]);
  });
});

describe('parcels that wait in a warehouse', () => {
  const waiting = (n: number, more: Partial<Order> = {}) =>
    anOrderOf(n, {
      state: 'captured',
      shipments: [{ shipmentId: `shp_${n}`, warehouse: 'north', state: 'created' }],
      ...more,
    });

  it('are found in one operation, with what goes into them', async () => {
    const { orders, all } = aProcess();
    const longName = anOrder().lines.map((line) => ({ ...line, name: 'long '.repeat(40) }));
    for (const order of [
      waiting(0, { lines: longName }),
      waiting(1, { state: 'shipped' }),
      waiting(2, { shipments: [] }),
    ]) {
      await orders.insert(order);
    }
    await all.counts();
    const sent = sentOperations(await storage.table('orderindex'));
    expect(await all.toSend()).toMatchObject({
      orders: [
        {
          orderId: anOrderOf(0).orderId,
          parcels: [
            {
              shipmentId: 'shp_0',
              warehouse: 'north',
              lines: [{ sku: 'oak', quantity: 2, name: expect.stringMatching(/^.{80}$/) }],
            },
          ],
        },
      ],
      complete: true,
    });
    expect(sent.length).toBe(1);
  });

  it('are not known of an order that an earlier version has indexed', async () => {
    const { all } = aProcess();
    const { toSend: _, ...row } = rowsOf(waiting(0)).byState;
    await (await storage.table('orderindex')).createEntity(row);
    expect(await all.toSend()).toEqual({ orders: [glanceOf(waiting(0))], complete: true });
  });

  it('leave the list when they are handed over', async () => {
    const { orders, all } = aProcess();
    const order = waiting(0);
    await orders.insert(order);
    expect((await all.toSend()).orders).toHaveLength(1);
    await orders.update(order.customerId, order.orderId, (known) => ({
      ...known,
      version: known.version + 1,
      shipments: [{ shipmentId: 'shp_0', warehouse: 'north', state: 'dispatched' }],
    }));
    expect((await all.toSend()).orders).toEqual([]);
  });
});

it('returns what the figures count of the orders since a time, the newest first', async () => {
  const { orders, all, stored } = await aShop();
  const refused = anOrderOf(9, {
    createdAt: '2026-01-21T00:00:00.000Z',
    state: 'refused',
    timeline: [{ at: '2026-01-21T00:00:01.000Z', state: 'refused', step: 'refuseOrder', reason: 'PAYMENT.DECLINED' }],
  });
  const dispatched = anOrderOf(10, {
    createdAt: '2026-01-22T00:00:00.000Z',
    state: 'delivered',
    timeline: [{ at: '2026-01-23T00:00:00.000Z', state: 'shipped', step: 'dispatchShipments' }],
  });
  for (const order of [refused, dispatched]) await orders.insert(order);
  await all.counts();
  const sent = sentOperations(await storage.table('orderindex'));
  const { orders: found, complete } = await all.placedSince('2026-01-19T00:00:00.000Z');
  expect([sent.length, complete]).toEqual([1, true]);
  const known = stored.filter(({ createdAt }) => createdAt >= '2026-01-19T00:00:00.000Z');
  expect(found).toEqual([
    { createdAt: dispatched.createdAt, state: 'delivered', shippedAt: '2026-01-23T00:00:00.000Z' },
    { createdAt: refused.createdAt, state: 'refused', refusal: 'PAYMENT.DECLINED' },
    ...newestFirst(known as Order[]).map(({ createdAt, state }) => ({ createdAt, state })),
  ]);
});

it('writes the steps of many orders in few operations', async () => {
  const { index, orders } = aProcess();
  const many = Array.from({ length: 19 }, (_, n) => anOrderOf(n));
  const sent = sentOperations(await storage.table('orderindex'));
  for (const order of many) {
    await orders.insert(order);
    await orders.update(order.customerId, order.orderId, (known) =>
      recordStep(known, { at: order.createdAt, state: 'reserved', step: 'reserveStock' }),
    );
  }
  await index.flush();
  expect(sent.length).toBe(1);
  for (const { customerId, orderId, createdAt } of many) {
    await orders.update(customerId, orderId, (known) => recordRemark(known, { at: createdAt, step: 'mail' }));
  }
  await index.flush();
  expect(sent.length).toBe(2);
});

it('writes later what storage does not take, and counts it once', async () => {
  const { index, orders, all, warnings } = aProcess();
  const client = await storage.table('orderindex');
  const { submitTransaction } = client;
  const many = Array.from({ length: 25 }, (_, n) => anOrderOf(n));
  for (const order of many) await orders.insert(order);
  let left = 6;
  client.submitTransaction = async (actions) => {
    // The first write is done and its answer lost; the others are not done.
    const answer = left === 6 ? await submitTransaction.call(client, actions) : undefined;
    if (left-- > 0) throw new Error('no answer');
    return answer ?? submitTransaction.call(client, actions);
  };
  await index.flush();
  expect(warnings).toEqual([
    expect.stringContaining('one by one'),
    expect.stringContaining('one by one'),
    expect.stringContaining('not in the index yet'),
  ]);
  await index.flush();
  expect((await all.page({ limit: 100 })).orders).toHaveLength(25);
  expect(await all.counts()).toEqual({ placed: 25 });
});

describe('when two processes change one order', () => {
  const step = (state: 'reserved' | 'authorized', name: string) => (order: Order) =>
    recordStep(order, { at: order.createdAt, state, step: name });

  it('keeps the later change, whichever is written last, and counts exactly', async () => {
    const [here, there] = [aProcess(), aProcess()];
    const order = anOrderOf(0);
    const { customerId, orderId } = order;
    await here.orders.insert(order);
    await here.index.flush();
    await here.orders.update(customerId, orderId, step('reserved', 'reserveStock'));
    await there.orders.update(customerId, orderId, step('authorized', 'authorizePayment'));
    await there.index.flush();
    await here.index.flush();
    for (const { all } of [here, there]) {
      expect((await all.page({ limit: 5, state: 'authorized' })).orders).toHaveLength(1);
      expect((await all.page({ limit: 5, state: 'reserved' })).orders).toEqual([]);
      expect((await all.counts()).authorized).toBe(1);
    }
    expect([here.warnings, there.warnings]).toEqual([[], []]);
  });

  it('counts exactly when both write at once', async () => {
    const processes = [aProcess(), aProcess(), aProcess()];
    const orders = Array.from({ length: 6 }, (_, n) => anOrderOf(n));
    for (const order of orders) {
      const inserted = await processes[0]?.orders.insert(order);
      for (const { index } of processes) if (inserted) index.note(inserted.order, index === processes[0]?.index);
    }
    await Promise.all(processes.map(({ index }) => index.flush()));
    expect((await processes[1]?.all.counts())?.placed).toBe(6);
  });
});

describe('the repair', () => {
  const now = () => new Date('2026-03-02T00:00:00.000Z');
  const repairBy = ({ index, orders }: ReturnType<typeof aProcess>, at = now) =>
    makeRepairOrderIndex({ storage, orders, index, now: at })(
      undefined,
      new InvocationContext({ functionName: 'repairOrderIndex', logHandler: () => undefined }),
    );

  it('adds the orders that a killed process left out, and those from before the index', async () => {
    const killed = aProcess();
    for (const order of someOrders()) await killed.orders.insert(order);
    const healthy = aProcess();
    expect((await healthy.all.page({ limit: 50 })).orders).toEqual([]);
    await repairBy(healthy);
    expect((await healthy.all.page({ limit: 50 })).orders).toEqual(newestFirst(someOrders()));
    expect(await healthy.all.counts()).toEqual({ captured: 3, shipped: 3 });
  });

  it('repairs an order whose last change was lost, once a day', async () => {
    const shop = await aShop();
    await shop.index.flush();
    const killed = aProcess();
    const [first] = shop.stored;
    if (!first) throw new Error('There are orders.');
    await killed.orders.update(first.customerId, first.orderId, (order) =>
      recordStep(order, { at: '2026-03-01T12:00:00.000Z', state: 'shipped', step: 'dispatchShipments' }),
    );
    await repairBy(shop);
    expect((await shop.all.page({ limit: 50, state: 'shipped' })).orders).toHaveLength(4);
    const sent = sentOperations(await storage.table('orders'));
    await repairBy(shop);
    expect(sent.length).toBe(0);
    await repairBy(shop, () => new Date('2026-03-03T00:00:00.000Z'));
    expect(sent.length).toBe(1);
  });

  it('sums up the counters of many processes', async () => {
    for (let n = 0; n < 23; n++) {
      const { orders, index } = aProcess();
      await orders.insert(anOrderOf(n));
      await index.flush();
    }
    const last = aProcess();
    const counters = async () => {
      const rows = [];
      for await (const row of (await storage.table('orderindex')).listEntities()) {
        if (row.rowKey?.startsWith('count:')) rows.push(row);
      }
      return rows.length;
    };
    await repairBy(last);
    expect((await last.all.counts()).placed).toBe(23);
    expect(await counters()).toBe(23);
    await repairBy(last, () => new Date('2026-03-03T00:00:00.000Z'));
    expect((await last.all.counts()).placed).toBe(23);
    expect(await counters()).toBe(1);
  });
});
