// Orders and launch notes in Azure tables, on Azurite.

import { makeStorage, type Storage } from '../../../src/adapters/storage';
import { makeTableOrderLaunches } from '../../../src/adapters/table-order-launches';
import { makeTableOrders } from '../../../src/adapters/table-orders';
import type { OrderStore } from '../../../src/orders/ports';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { anOrder, customerId, orderId } from '../../helpers/order-builders';
import { itKeepsOrders } from '../../helpers/order-store-contract';
import { sentBodies } from '../../helpers/sent-bodies';

let azurite: RunningAzurite;
let storage: Storage;
let orders: OrderStore;

beforeAll(async () => {
  azurite = await startAzurite();
  storage = makeStorage({ connectionString: azurite.connectionString });
  orders = makeTableOrders(storage);
});
afterAll(() => azurite.stop());

describe('orders in a table', () => {
  itKeepsOrders(() => orders);

  it('states the type of a total, since the service takes plain numbers for 32 bits', async () => {
    const order = anOrder({ customerId, total: { amount: 9_900_000_000, currency: 'EUR' } });
    const sent = sentBodies(await storage.table('orders'));
    await orders.insert(order);
    expect(JSON.parse(sent[0] ?? '')).toMatchObject({ 'totalAmount@odata.type': 'Edm.Double' });
    expect((await orders.list(customerId, { limit: 5 })).orders).toMatchObject([{ total: order.total }]);
  });
});

describe('launch notes in a table', () => {
  const createdAt = '2026-03-01T12:00:00.000Z';
  const at = (seconds: number) => new Date(Date.parse(createdAt) + seconds * 1000);

  it('are found from a given age on, until they are removed', async () => {
    let now = at(30);
    const launches = makeTableOrderLaunches(storage, () => now);
    await launches.add({ orderId, customerId, createdAt });
    await launches.add({ orderId, customerId, createdAt });
    expect(await launches.isOutstanding(orderId)).toBe(true);
    expect(await launches.outstanding(30_000)).toEqual([]);
    now = at(31);
    expect(await launches.outstanding(30_000)).toEqual([{ orderId, customerId, createdAt }]);
    await launches.remove(orderId);
    await launches.remove(orderId);
    expect(await launches.isOutstanding(orderId)).toBe(false);
    expect(await launches.outstanding(0)).toEqual([]);
  });
});
