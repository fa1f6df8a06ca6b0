// Orders and launch notes in Azure tables, on Azurite.

import type { TableClient } from '@azure/data-tables';
import { makeStorage, type Storage } from '../../../src/adapters/storage/storage';
import { makeTableOrderLaunches } from '../../../src/adapters/storage/table-order-launches';
import { makeTableOrders } from '../../../src/adapters/storage/table-orders';
import type { Order } from '../../../src/orders/order';
import { decideApproval } from '../../../src/orders/order-decisions';
import type { OrderStore } from '../../../src/orders/ports/order-store';
import { recordRemark } from '../../../src/orders/timeline';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { anOrder, broughtTo, customerId, orderId, placedAt } from '../../helpers/order-builders';
import { itKeepsOrders } from '../../helpers/order-store-contract';
import { sentBodies } from '../../helpers/sent-bodies';
import { sentOperations } from '../../helpers/sent-operations';

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

  it('sends the type of a total, because the service treats plain numbers as 32 bits', async () => {
    const order = anOrder({ customerId, total: { amount: 9_900_000_000, currency: 'EUR' } });
    const sent = sentBodies(await storage.table('orders'));
    await orders.insert(order);
    expect(JSON.parse(sent[0] ?? '')).toMatchObject({ 'totalAmount@odata.type': 'Edm.Double' });
    expect((await orders.list(customerId, { limit: 5 })).orders).toMatchObject([{ total: order.total }]);
  });
});

describe('an order that this process has just written', () => {
  const remark = (step: string) => (order: Order) => recordRemark(order, { step, at: placedAt });
  const stepsOf = (order: Order | undefined) => order?.timeline.map(({ step }) => step);
  let customers = 0;

  /** Two processes that work on the orders of a new customer, and the methods of their requests. */
  async function setUp() {
    const owner = `cus_z${String(++customers).padStart(25, '0')}`;
    const methods: string[] = [];
    const noted: Storage = { ...storage, table: async (name) => noting(await storage.table(name), methods) };
    const [here, there] = [makeTableOrders(noted), makeTableOrders(storage)];
    await here.insert(anOrder({ customerId: owner }));
    return { owner, here, there, methods };
  }

  it('is changed without a read', async () => {
    const { owner, here, methods } = await setUp();
    await here.update(owner, orderId, remark('one'));
    await here.update(owner, orderId, remark('two'));
    expect(methods).toEqual(['createEntity', 'updateEntity', 'updateEntity']);
    expect(stepsOf(await here.find(owner, orderId))).toEqual(['placeOrder', 'one', 'two']);
  });

  it('is read when another process has changed it', async () => {
    const { owner, here, there } = await setUp();
    await there.update(owner, orderId, remark('there'));
    const changed = await here.update(owner, orderId, remark('here'));
    expect(stepsOf(changed)).toEqual(['placeOrder', 'there', 'here']);
    expect(await there.find(owner, orderId)).toEqual(changed);
  });

  it('is read before a change is refused or found to be without effect', async () => {
    const { owner, here, there } = await setUp();
    const awaited = await there.update(owner, orderId, (order) => broughtTo('awaitingApproval', order));
    expect(await here.update(owner, orderId, (order) => order)).toEqual(awaited);
    await there.update(owner, orderId, remark('there'));
    const approval = { decision: 'approve', reason: 'known', by: 'owner', at: placedAt } as const;
    const decided = await here.update(owner, orderId, (order) => decideApproval(order, approval));
    expect(decided.approval).toEqual(approval);
  });
});

it('the customer of an order is found by the order id alone', async () => {
  const id = `ord_${'q'.repeat(26)}`;
  expect(await orders.customerOf(id)).toBeUndefined();
  await orders.insert(anOrder({ customerId: 'cus_found', orderId: id }));
  expect(await orders.customerOf(id)).toBe('cus_found');
});

describe('launch notes in a table', () => {
  const createdAt = '2026-03-01T12:00:00.000Z';
  const at = (seconds: number) => new Date(Date.parse(createdAt) + seconds * 1000);

  it('are found once they have a given age, until they are removed', async () => {
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

  it('cost one query a minute while there are none', async () => {
    const launches = makeTableOrderLaunches(storage, () => at(60));
    const table = await storage.table('orders');
    const sent = sentOperations(await storage.table('orderlaunches'));
    const read = sentOperations(table);
    expect(await launches.outstanding(0)).toEqual([]);
    expect([sent, read]).toEqual([['query'], []]);
  });

  it('of a refund and of its order are separate', async () => {
    const launches = makeTableOrderLaunches(storage, () => at(60));
    const refund = { kind: 'refund', orderId, customerId, createdAt } as const;
    await launches.add({ orderId, customerId, createdAt });
    await launches.add(refund);
    await launches.remove(orderId);
    expect(await launches.outstanding(0)).toEqual([refund]);
    await launches.remove(orderId, 'refund');
    expect(await launches.outstanding(0)).toEqual([]);
  });
});

/** The same table, with a record of the called methods. */
function noting(table: TableClient, methods: string[]): TableClient {
  return new Proxy(table, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        methods.push(String(name));
        return member.apply(target, args);
      };
    },
  });
}
