// The index of orders and the shop's availability share their writes, on Azurite: an order's changes of both are one storage
// operation, and neither suffers from what storage refuses of the other.

import { jointTable, makeJointTransactions } from '../../../src/adapters/storage/joint-transactions';
import { makeStorage, type Storage } from '../../../src/adapters/storage/storage';
import { makeTableAllOrders } from '../../../src/adapters/storage/table-all-orders';
import { makeTableAvailability } from '../../../src/adapters/storage/table-availability';
import { makeTableOrderIndex } from '../../../src/adapters/storage/table-order-index';
import { makeTableOrders } from '../../../src/adapters/storage/table-orders';
import { anOrderOf } from '../../helpers/all-orders';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { sentOperations } from '../../helpers/sent-operations';

let azurite: RunningAzurite;
let storage: Storage;

beforeAll(async () => {
  azurite = await startAzurite();
});
beforeEach(async () => {
  storage = makeStorage({ connectionString: azurite.connectionString });
  for (const name of ['orders', jointTable]) {
    const client = await storage.table(name);
    for await (const { partitionKey = '', rowKey = '' } of client.listEntities()) {
      await client.deleteEntity(partitionKey, rowKey);
    }
  }
});
afterAll(() => azurite.stop());

/** A process of the app that has written both before, so that it knows their rows. */
async function aProcess() {
  const warnings: string[] = [];
  const transactions = makeJointTransactions(storage);
  const delayMs = 3_600_000;
  const warn = (message: string) => void warnings.push(message);
  const index = makeTableOrderIndex(storage, { delayMs, transactions, warn });
  const orders = makeTableOrders(storage, index);
  const availability = makeTableAvailability(storage, Date.now, transactions);
  await availability.write(availabilityOf('oak', 1));
  await orders.insert(anOrderOf(0));
  await index.flush();
  const all = makeTableAllOrders(storage, index);
  const both = (sku: string, at: number) => Promise.all([index.flush(), availability.write(availabilityOf(sku, at))]);
  return { index, orders, availability, all, both, warnings };
}

const availabilityOf = (sku: string, at: number) => new Map([[sku, { units: at, at }]]);
const stored = async () => Object.fromEntries(await makeTableAvailability(storage).read());

it("writes an order's rows and the availability of its products in one operation", async () => {
  const { orders, both, all } = await aProcess();
  await orders.insert(anOrderOf(1));
  const sent = sentOperations(await storage.table(jointTable));
  await both('oak', 2);
  expect(sent).toEqual(['insert']);
  await orders.insert(anOrderOf(2));
  await both('oak', 3);
  expect(sent).toEqual(['insert', 'insert']);
  expect(await all.counts()).toEqual({ placed: 3 });
  expect(await stored()).toEqual({ oak: { units: 3, at: 3 } });
});

it('writes both, and counts the order once, when another process has written the availability meanwhile', async () => {
  const { orders, both, all, warnings } = await aProcess();
  await makeTableAvailability(storage).write(availabilityOf('oak', 5));
  await orders.insert(anOrderOf(1));
  await both('oak', 6);
  expect(await stored()).toEqual({ oak: { units: 6, at: 6 } });
  expect((await all.page({ limit: 5 })).orders).toHaveLength(2);
  expect(await all.counts()).toEqual({ placed: 2 });
  expect(warnings).toEqual([]);
});

it('writes both when another process has written the order meanwhile', async () => {
  const [here, there] = [await aProcess(), await aProcess()];
  const { order } = await here.orders.insert(anOrderOf(1));
  there.index.note(order, true);
  await there.index.flush();
  await here.both('elm', 2);
  expect((await stored()).elm).toEqual({ units: 2, at: 2 });
  expect(await here.all.counts()).toEqual({ placed: 2 });
});

it('counts an order once whose write was done although no answer came', async () => {
  const { orders, both, all } = await aProcess();
  const client = await storage.table(jointTable);
  const { submitTransaction } = client;
  client.submitTransaction = async (actions) => {
    client.submitTransaction = submitTransaction;
    await submitTransaction.call(client, actions);
    throw new Error('no answer');
  };
  await orders.insert(anOrderOf(1));
  await both('oak', 2);
  expect(await all.counts()).toEqual({ placed: 2 });
  expect(await stored()).toEqual({ oak: { units: 2, at: 2 } });
});

it('writes more rows than one transaction takes in two', async () => {
  const { orders, index, availability, all } = await aProcess();
  for (let n = 1; n < 20; n++) await orders.insert(anOrderOf(n));
  const sent = sentOperations(await storage.table(jointTable));
  const many = new Map(Array.from({ length: 200 }, (_, n) => [`sku-${n}`, { units: n, at: 1 }]));
  await Promise.all([index.flush(), availability.write(many)]);
  expect(sent).toEqual(['insert', 'insert']);
  expect(await all.counts()).toEqual({ placed: 20 });
});

it('gives the fault of storage to both', async () => {
  const { orders, availability, index, all, warnings } = await aProcess();
  const client = await storage.table(jointTable);
  const { submitTransaction } = client;
  client.submitTransaction = () => Promise.reject(new Error('storage is away'));
  await orders.insert(anOrderOf(1));
  const written = availability.write(availabilityOf('oak', 2));
  await Promise.all([index.flush(), expect(written).rejects.toThrow('storage is away')]);
  expect(warnings).toEqual([expect.stringContaining('not in the index yet')]);
  client.submitTransaction = submitTransaction;
  expect(await all.counts()).toEqual({ placed: 2 });
});
