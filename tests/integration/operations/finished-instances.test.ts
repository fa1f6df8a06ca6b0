// The clean-up and the list of failed orchestrations on the local host's task hub, over the durable client's own endpoint.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { InvocationContext } from '@azure/functions';
import { makeDurableFailedRuns } from '../../../src/adapters/durable/durable-failed-runs';
import { makeDurableFinishedInstances } from '../../../src/adapters/durable/durable-finished-instances';
import { instancePagesOf } from '../../../src/adapters/durable/instance-pages';
import { loadAppUnderTest } from '../../localhost/taskhub/app-under-test';
import { makeClientFunction } from '../../localhost/taskhub/client-function';
import { closeHubs, type Hub, openHub, until } from '../../localhost/taskhub/hub';

const app = loadAppUnderTest();
const { df } = app;

const inFunction = makeClientFunction(app);
df.app.orchestration('ends', function* (context) {
  yield context.df.createTimer(context.df.currentUtcDateTime);
  return 'done';
});
df.app.orchestration('waits', function* (context) {
  return (yield context.df.waitForExternalEvent('Go')) as string;
});
df.app.orchestration('fails', () => {
  throw new Error('no such step');
});

let server: Server;
let hub: Hub;
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://hub');
    const path = url.pathname.replace(/^\/(durabletask|runtime\/webhooks\/durabletask)\//, '');
    const headers = request.headers as Record<string, string>;
    const { method = '' } = request;
    const answer = await hub.extension.handle({
      method,
      path,
      query: url.searchParams,
      headers,
      body: await buffer(request),
    });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }).listen(0, '127.0.0.1');
  await until(() => server.listening, Boolean);
  hub = openHub(app, { origin: `http://localhost:${(server.address() as AddressInfo).port}` });
});
afterAll(async () => {
  await closeHubs();
  server.closeAllConnections();
  server.close();
});

function within<T>(task: (context: InvocationContext) => Promise<T>): Promise<T> {
  return inFunction(hub, task);
}

test('failed runs are listed with their reason, and what has ended is purged, over several pages', async () => {
  const count = 250;
  const failedRuns = (context: InvocationContext) => makeDurableFailedRuns(instancePagesOf(context)).list();
  const purge = (endedBefore: Date) =>
    within((context) =>
      makeDurableFinishedInstances({ client: df.getClient(context), pages: instancePagesOf(context) }).purge(
        endedBefore,
      ),
    );
  await within(async (context) => {
    const client = df.getClient(context);
    for (let n = 0; n < count; n++) await client.startNew('ends', { instanceId: `ends-${n}`, input: n });
    await client.startNew('waits', { instanceId: 'waits' });
    await client.startNew('fails', { instanceId: 'fails' });
  });
  const failed = await until(
    () => within(failedRuns),
    ({ runs }) => runs.length > 0,
  );
  const reason = expect.stringContaining('no such step');
  expect(failed).toMatchObject({ runs: [{ instanceId: 'fails', orchestrator: 'fails', reason }], isComplete: true });

  expect(await purge(new Date(0))).toEqual({ purged: 0, isComplete: true });
  let purged = 0;
  const later = new Date(Date.now() + 3_600_000);
  await until(
    async () => (purged += (await purge(later)).purged),
    (all) => all >= count + 1,
  );
  expect(purged).toBe(count + 1);
  expect(await within((context) => df.getClient(context).getStatusAll())).toMatchObject([{ instanceId: 'waits' }]);
});
