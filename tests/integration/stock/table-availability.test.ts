// The availability of the shop in an Azure table, on Azurite.

import type { TableClient } from '@azure/data-tables';
import { jointTable } from '../../../src/adapters/storage/joint-transactions';
import { makeStorage, type Storage } from '../../../src/adapters/storage/storage';
import { makeTableAvailability } from '../../../src/adapters/storage/table-availability';
import type { Availability } from '../../../src/stock/availability';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';

let azurite: RunningAzurite;
let storage: Storage;
let requests: string[] = [];

beforeAll(async () => {
  azurite = await startAzurite();
  const real = makeStorage({ connectionString: azurite.connectionString });
  const table = counting(await real.table(jointTable));
  storage = { ...real, table: async () => table };
});
afterAll(() => azurite.stop());
beforeEach(async () => {
  const table = await storage.table(jointTable);
  for await (const { partitionKey = '', rowKey = '' } of table.listEntities()) {
    await table.deleteEntity(partitionKey, rowKey);
  }
  requests = [];
});

function counting(table: TableClient): TableClient {
  table.pipeline.addPolicy({
    name: 'counting',
    async sendRequest(request, next) {
      requests.push(request.method);
      return next(request);
    },
  });
  return table;
}

const many = (count: number, at: number): Map<string, Availability> =>
  new Map(Array.from({ length: count }, (_, n) => [`sku-${n}`, { units: n, at }]));

it('keeps 2,000 products with one read and one write, and reads them in one operation', async () => {
  const store = makeTableAvailability(storage);
  await store.write(many(2_000, 1));
  expect(requests).toEqual(['GET', 'POST']);
  requests = [];
  expect(await makeTableAvailability(storage).read()).toEqual(many(2_000, 1));
  expect(requests).toEqual(['GET']);
});

it('is empty in a new shop, whose reader neither fails nor waits until the table is created', async () => {
  const real = makeStorage({ connectionString: azurite.connectionString });
  const client = counting(real.existing.table('jointtableofanewshop'));
  const newShop = { ...real, existing: { ...real.existing, table: () => client } };
  requests = [];
  expect(await makeTableAvailability(newShop).read()).toEqual(new Map());
  expect(requests).toEqual(['GET']);
});

it('writes again without a read what this process knows', async () => {
  const store = makeTableAvailability(storage);
  await store.write(many(100, 1));
  requests = [];
  const expiring: [number, number][] = [[5, 1]];
  await store.write(new Map([['sku-7', { units: 70, at: 2, expiring }]]));
  expect(requests).toEqual(['POST']);
  expect((await store.read()).get('sku-7')).toEqual({ units: 70, at: 2, expiring });
  expect((await store.read()).size).toBe(100);
});

it('keeps the later copy of each product when two processes write at once', async () => {
  const [here, there] = [makeTableAvailability(storage), makeTableAvailability(storage)];
  await here.write(many(300, 1));
  await there.write(many(300, 2));
  await Promise.all([
    here.write(new Map([...many(300, 3)].map(([sku, one], n) => [sku, { ...one, at: n % 2 ? 3 : 5 }]))),
    there.write(many(300, 4)),
  ]);
  const ages = [...(await makeTableAvailability(storage).read()).values()].map(({ at }) => at);
  expect([ages.filter((at) => at === 4).length, ages.filter((at) => at === 5).length]).toEqual([150, 150]);
});

it('reads at most once a second, and own writes at once', async () => {
  let now = 10_000;
  const store = makeTableAvailability(storage, () => now);
  const other = makeTableAvailability(storage);
  await Promise.all([store.read(), store.read()]);
  await other.write(many(1, 1));
  now += 999;
  expect((await store.read()).size).toBe(0);
  now += 1;
  expect((await store.read()).size).toBe(1);
  await store.write(many(2, 2));
  expect((await store.read()).size).toBe(2);
});

it('renews the mark of a writer in the same operation, even if the sweep took it away', async () => {
  let now = 1_000;
  const store = makeTableAvailability(storage, () => now);
  await store.openWriter('a');
  await store.openWriter('b');
  expect((await store.readMarks()).writers).toEqual([
    { writerId: 'a', openedAt: 1_000 },
    { writerId: 'b', openedAt: 1_000 },
  ]);
  await store.removeWriters(['a', 'b', 'gone']);
  now = 2_000;
  requests = [];
  await store.write(many(3, 1), 'a');
  expect(requests).toEqual(['GET', 'POST']);
  expect(await store.readMarks()).toEqual({ writers: [{ writerId: 'a', openedAt: 2_000 }], healing: undefined });
});

it('removes the mark of a writer with its last changes in one operation, also when another process writes', async () => {
  const store = makeTableAvailability(storage);
  await store.write(many(3, 1), 'a');
  requests = [];
  await store.write(many(3, 2), 'a', true);
  expect(requests).toEqual(['POST']);
  expect((await store.readMarks()).writers).toEqual([]);
  await store.write(many(3, 3), 'a');
  await makeTableAvailability(storage).write(many(3, 4));
  await store.write(many(3, 5), 'a', true);
  expect((await store.readMarks()).writers).toEqual([]);
  expect((await store.read()).get('sku-2')?.at).toBe(5);
});

it('writes the last changes of a writer whose mark the sweep took away, or that are not news', async () => {
  const store = makeTableAvailability(storage);
  await store.write(many(3, 2), 'a', true);
  expect((await store.read()).size).toBe(3);
  await store.openWriter('a');
  await store.write(many(3, 1), 'a', true);
  expect((await store.readMarks()).writers).toEqual([]);
});

it('keeps the place of the sweep', async () => {
  const store = makeTableAvailability(storage);
  for (const healing of [{ after: '' }, { after: 'oak' }, {}]) {
    await store.markHealing(healing);
    expect((await store.readMarks()).healing).toEqual(healing);
  }
});
