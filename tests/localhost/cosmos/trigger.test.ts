import { cleanUp, makeApp, runHostProcess, startHostProcess, temporaryFolder } from '../cli/host-process';
import { type CosmosApp, clientOf, endpointOf, eventually, startCosmosApp } from './cosmos-app';

afterEach(cleanUp);

interface Seen {
  seen: [string, number][][];
  failed: string[];
  retried: [string, number][];
}

const noted = async (app: CosmosApp) => (await fetch(`${app.host.origin}/api/seen`)).json() as Promise<Seen>;
const save = (app: CosmosApp, documents: object[]) => app.call('PUT', 'orders', JSON.stringify(documents));
const order = (id: string, total: number) => ({ id, customer: 'ada', total });

it('passes new and changed documents in batches, once its container exists', async () => {
  const app = await startCosmosApp();
  await app.host.shows(
    "The listener for function 'Functions.orderChanged' was unable to start. Either the source container 'orders' (in database 'shop') or the lease container 'leases' (in database 'shop') does not exist.",
  );
  await save(app, [order('a', 1), order('b', 1), order('c', 1)]);
  const first = await eventually(
    () => noted(app),
    ({ seen }) => seen.flat().length >= 3,
  );
  expect(first.seen.flat().sort()).toEqual([
    ['a', 1],
    ['b', 1],
    ['c', 1],
  ]);
  expect(Math.max(...first.seen.map((batch) => batch.length))).toBeLessThanOrEqual(2);
  await app.host.shows(/Executing 'Functions\.orderChanged' \(Reason='New changes on container orders at /);

  await save(app, [order('b', 2)]);
  const second = await eventually(
    () => noted(app),
    ({ seen }) => seen.flat().length >= 4,
  );
  expect(second.seen.flat().slice(3)).toEqual([['b', 2]]);
});

it('skips a failed batch after the retries of its retry policy', async () => {
  const app = await startCosmosApp();
  await save(app, [order('bad', 1)]);
  await eventually(
    () => noted(app),
    ({ retried }) => retried.length >= 2,
  );
  await save(app, [order('good', 1)]);
  const { failed, retried } = await eventually(
    () => noted(app),
    (value) => value.retried.length >= 3 && value.failed.length >= 2,
  );
  expect(failed).toEqual(['bad', 'good']);
  expect(retried).toEqual([
    ['bad', 0],
    ['bad', 1],
    ['good', 0],
  ]);
});

it('continues at its position after the host was killed, on the emulator that survived', async () => {
  const data = temporaryFolder();
  const killed = await startCosmosApp({ flags: ['--data', data] });
  await save(killed, [order('before', 1)]);
  await eventually(
    () => noted(killed),
    ({ seen, failed, retried }) => [seen, failed, retried].every((list) => list.length === 1),
  );
  // The position is written after the handler ends.
  const leases = killed.client.database('shop').container('leases');
  await eventually(
    async () => (await leases.items.query<{ position: { seen: object } }>('SELECT * FROM c').fetchAll()).resources,
    (list) => list.length === 3 && list.every(({ position }) => Object.keys(position.seen).length === 1),
  );
  killed.host.signal('SIGKILL');
  await killed.host.ended;
  await killed.client.database('shop').container('orders').items.upsert(order('between', 1));

  const next = await startCosmosApp({ flags: ['--data', data] });
  expect(endpointOf(next.host)).toBe(endpointOf(killed.host));
  const { seen, failed } = await eventually(
    () => noted(next),
    (value) => value.seen.length >= 1 && value.failed.length >= 1,
  );
  expect([seen.flat(), failed]).toEqual([[['between', 1]], ['between']]);
});

const watcher = (options: object) => ({
  'src/a.js': `
const { app } = require('@azure/functions');
app.cosmosDB('watch', { connection: 'Shop', databaseName: 'd', containerName: 'c', createLeaseContainerIfNotExists: true,
  ...${JSON.stringify(options)}, handler: (documents, context) => context.log('saw ' + documents.map(({ id }) => id)) });
`,
});
const environment = { Shop: 'UseDevelopmentCosmos=true' };

/** An emulator of another host, with an empty container `c` in database `d`. */
async function aContainer() {
  const owner = await startCosmosApp();
  const endpoint = endpointOf(owner.host);
  const { database } = await clientOf(endpoint).databases.createIfNotExists({ id: 'd' });
  const { container } = await database.containers.createIfNotExists({ id: 'c', partitionKey: { paths: ['/id'] } });
  return { container, database, shop: `AccountEndpoint=${endpoint};AccountKey=a2V5;` };
}

it('begins with writes after its start, from any process', async () => {
  const { container, shop } = await aContainer();
  await container.items.upsert({ id: 'old' });
  const host = await startHostProcess({ app: makeApp(watcher({ feedPollDelay: 100 })), environment: { Shop: shop } });
  await eventually(
    async () => {
      await container.items.upsert({ id: 'new' });
      return host.output();
    },
    (output) => output.includes('saw new'),
  );
  expect(host.output()).not.toContain('old');
});

it('polls immediately when the app writes with its own client', async () => {
  const { database, shop } = await aContainer();
  const writing = `
const { app } = require('@azure/functions');
const { CosmosClient } = require('@azure/cosmos');
const [, endpoint] = /AccountEndpoint=([^;]+)/.exec(process.env.Shop);
const client = new CosmosClient({ endpoint, key: 'a2V5', connectionPolicy: { enableEndpointDiscovery: false } });
app.http('write', { authLevel: 'anonymous', async handler() {
  await client.database('d').container('c').items.create({ id: 'own' });
  return {};
} });
`;
  const files = { ...watcher({ feedPollDelay: 3_600_000 }), 'src/b.js': writing };
  const host = await startHostProcess({ app: makeApp(files), environment: { Shop: shop } });
  await eventually(
    async () => (await database.containers.readAll().fetchAll()).resources.map(({ id }) => id),
    (ids) => ids.includes('leases'),
  );
  await eventually(
    async () => (await database.container('leases').items.query('SELECT * FROM c').fetchAll()).resources,
    (leases) => leases.length > 0,
  );
  expect((await fetch(`${host.origin}/api/write`)).status).toBe(200);
  await host.shows('saw own');
});

it.each([
  [
    { startFromBeginning: true, startFromTime: '2026-01-01T00:00:00Z' },
    "Function 'watch': only one of startFromBeginning and startFromTime can be used.",
  ],
  [
    { changeFeedMode: 'AllVersionsAndDeletes' },
    "Function 'watch': changeFeedMode AllVersionsAndDeletes requires Cosmos DB itself: no emulator keeps all versions.",
  ],
  [{ leaseContainerName: 'c' }, "Function 'watch': the monitored container cannot be the one that stores the leases."],
  [
    { maxItemsPerInvocation: -1 },
    'Function \'watch\': maxItemsPerInvocation must be a positive whole number, not "-1".',
  ],
])('is refused with the options %j', async (options, line) => {
  const { code, errors } = await runHostProcess({ app: makeApp(watcher(options)), flags: ['--cosmos'], environment });
  expect([code, errors]).toEqual([1, `${line}\n`]);
});

it('warns of functions that would share one lease in Azure', async () => {
  const two = watcher({})['src/a.js'];
  const host = await startHostProcess({
    app: makeApp({ 'src/a.js': two, 'src/b.js': two.replace("'watch'", "'watchToo'") }),
    flags: ['--cosmos'],
    environment,
  });
  await host.shows("Functions 'watch' and 'watchToo' monitor the same container with the same lease.");
});
