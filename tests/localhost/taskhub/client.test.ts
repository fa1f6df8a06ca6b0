import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { DurableClient } from 'durable-functions';
import { loadAppUnderTest } from './app-under-test';
import { makeClientFunction } from './client-function';
import { closeHubs, type Hub, openHub, until } from './hub';

const app = loadAppUnderTest();
const { df } = app;

const inFunction = makeClientFunction(app);
df.app.activity('note', { handler: (text: unknown) => text });
df.app.orchestration('echo', function* (context) {
  return (yield context.df.callActivity('note', context.df.getInput())) as string;
});
df.app.orchestration('waits', function* (context) {
  return (yield context.df.waitForExternalEvent('Go')) as string;
});
df.app.orchestration('fails', () => {
  throw new Error('no');
});
df.app.entity('Counter', (context) => {
  context.df.setState((context.df.getState(() => 0) as number) + Number(context.df.getInput()));
});

let server: Server;
let hub: Hub;
let origin: string;

beforeEach(async () => {
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', origin);
    const path = url.pathname.replace(/^\/(durabletask|runtime\/webhooks\/durabletask)\//, '');
    const headers = request.headers as Record<string, string>;
    const { method = '' } = request;
    const body = await buffer(request);
    const answer = await hub.extension.handle({ method, path, query: url.searchParams, headers, body });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }).listen(0, '127.0.0.1');
  await until(() => server.listening, Boolean);
  const { port } = server.address() as AddressInfo;
  origin = `http://localhost:${port}`;
  process.env.WEBSITE_HOSTNAME = `localhost:${port}`;
  hub = openHub(app, { origin });
});

afterEach(async () => {
  await closeHubs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Runs a function with a `durableClient` input, and returns the result of `task` with that client. */
function withClient<T>(task: (client: DurableClient) => Promise<T>): Promise<T> {
  return inFunction(hub, (context) => task(df.getClient(context)));
}

const failure = (error: unknown) => (error as Error).message;

it('starts an instance and reads its status', async () => {
  const id = await withClient((client) => client.startNew('echo', { instanceId: 'mine', input: { a: 1 } }));
  expect(id).toBe('mine');
  await hub.settled('mine');
  expect(await withClient((client) => client.getStatus('mine'))).toMatchObject({
    name: 'echo',
    runtimeStatus: 'Completed',
    input: { a: 1 },
    output: { a: 1 },
  });
});

it('starts with an empty text if there is no input, like the genuine host', async () => {
  await withClient((client) => client.startNew('echo', { instanceId: 'none' }));
  expect((await hub.settled('none')).input).toBe('');
});

it('raises events, suspends, resumes and terminates', async () => {
  await withClient((client) => client.startNew('waits', { instanceId: 'w' }));
  await withClient((client) => client.suspend('w', 'pause'));
  await hub.settled('w', ({ runtimeStatus }) => runtimeStatus === 'Suspended');
  await withClient((client) => client.resume('w', 'go'));
  await hub.settled('w', ({ runtimeStatus }) => runtimeStatus === 'Running');
  await withClient((client) => client.raiseEvent('w', 'Go', { n: 1 }));
  expect((await hub.settled('w')).output).toEqual({ n: 1 });
  await withClient((client) => client.startNew('waits', { instanceId: 't' }));
  await withClient((client) => client.terminate('t', 'enough'));
  expect((await hub.settled('t')).runtimeStatus).toBe('Terminated');
});

it('reports instances that do not exist', async () => {
  const texts = await withClient(async (client) => [
    await client.getStatus('no').catch(failure),
    await client.raiseEvent('no', 'Go', 1).catch(failure),
    await client.terminate('no', 'x').catch(failure),
    await client.rewind('no', 'x').catch(failure),
  ]);
  expect(texts).toEqual([
    expect.stringContaining('HTTP 404'),
    "No instance with ID 'no' found.",
    "No instance with ID 'no' found.",
    'No orchestration with instance ID "$no" found.',
  ]);
});

it('lists, filters and purges', async () => {
  for (let i = 0; i < 3; i++) await hub.run('echo', i, `e${i}`);
  await hub.run('fails', null, 'f');
  expect(await withClient((client) => client.getStatusAll())).toHaveLength(4);
  const failed = await withClient((client) =>
    client.getStatusBy({ runtimeStatus: [df.OrchestrationRuntimeStatus.Failed] }),
  );
  expect(failed).toMatchObject([{ instanceId: 'f' }]);
  expect(await withClient((client) => client.purgeInstanceHistory('f'))).toEqual({ instancesDeleted: 1 });
  const purged = await withClient((client) => client.purgeInstanceHistoryBy({ createdTimeFrom: new Date(0) }));
  expect(purged).toEqual({ instancesDeleted: 3 });
  expect(await withClient((client) => client.purgeInstanceHistory('f'))).toEqual({ instancesDeleted: 0 });
});

it('signals and reads entities', async () => {
  const id = new df.EntityId('Counter', 'c');
  await withClient((client) => client.signalEntity(id, 'add', 2));
  await hub.entity('Counter', 'c', (state) => state === 2);
  expect(await withClient((client) => client.readEntityState(id))).toEqual({ entityExists: true, entityState: 2 });
  const other = new df.EntityId('Counter', 'none');
  expect(await withClient((client) => client.readEntityState(other))).toEqual({ entityExists: false });
});

it('creates management urls of this host', async () => {
  await hub.run('echo', 7, 'u');
  const urls = await withClient(async (client) => client.createHttpManagementPayload('u'));
  expect(urls).toMatchObject({
    id: 'u',
    statusQueryGetUri: `${origin}/runtime/webhooks/durabletask/instances/u?taskHub=TestHub&connection=Storage&code=key`,
    rewindPostUri: `${origin}/runtime/webhooks/durabletask/instances/u/rewind?reason={text}&taskHub=TestHub&connection=Storage&code=key`,
  });
  const status = (await (await fetch(urls.statusQueryGetUri)).json()) as { output: number };
  expect(status.output).toBe(7);
});

it('passes the binding exactly as the genuine host does', () => {
  const base = `${origin}/runtime/webhooks/durabletask`;
  const binding = JSON.parse(hub.extension.clientBinding()) as Record<string, unknown>;
  expect(Object.keys(binding)).toEqual([
    'taskHubName',
    'connectionName',
    'creationUrls',
    'managementUrls',
    'baseUrl',
    'requiredQueryStringParameters',
    'rpcBaseUrl',
    'httpBaseUrl',
    'maxGrpcMessageSizeInBytes',
    'grpcHttpClientTimeout',
  ]);
  expect(binding).toMatchObject({
    taskHubName: 'TestHub',
    creationUrls: { createNewInstancePostUri: `${base}/orchestrators/{functionName}[/{instanceId}]?code=key` },
    baseUrl: base,
    requiredQueryStringParameters: 'code=key',
    rpcBaseUrl: `${origin.replace('localhost', '127.0.0.1')}/durabletask/`,
  });
});
