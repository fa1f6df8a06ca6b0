// `--flex` on a running host: which requests wait for a poll of the task hub, as the host counts them.

import { setTimeout as sleep } from 'node:timers/promises';
import { cleanUp, type HostProcess, makeApp, startHostProcess } from './host-process';

const functions = `
const { app } = require('@azure/functions');
const df = require('durable-functions');
const extraInputs = [df.input.durableClient()];
const http = (name, authLevel, handler) => app.http(name, { methods: ['POST'], authLevel, extraInputs, handler });
const id = new df.EntityId('Counter', 'c');
async function signal(request, context) {
  const client = df.getClient(context);
  const before = (await client.readEntityState(id)).entityState ?? 0;
  await client.signalEntity(id, 'add', 1);
  return { client, before };
}
http('tell', 'anonymous', async (request, context) => {
  const { before } = await signal(request, context);
  return { jsonBody: before };
});
http('addAndWait', 'anonymous', async (request, context) => {
  const { client, before } = await signal(request, context);
  for (;;) {
    const { entityState } = await client.readEntityState(id);
    if (entityState > before) return { jsonBody: entityState };
    await new Promise((next) => setTimeout(next, 5));
  }
});
http('byOwner', 'function', async (request, context) => {
  const client = df.getClient(context);
  return client.waitForCompletionOrCreateCheckStatusResponse(request, await client.startNew('asks'), {
    timeoutInMilliseconds: 30_000, retryIntervalInMilliseconds: 10 });
});
df.app.entity('Counter', (context) => context.df.setState(context.df.getState(() => 0) + 1));
df.app.activity('signals', { extraInputs, handler: async (input, context) => {
  await df.getClient(context).signalEntity(new df.EntityId('Counter', 'other'), 'add', 1);
} });
df.app.orchestration('asks', function* (context) { yield context.df.callActivity('signals'); return 'asked'; });
`;

interface Report {
  durable: { state: string; alwaysReady: boolean; coldStarts: number };
  arrivals: { seen: number; waiting: number };
  requests: Record<string, { served: number; waitedForPoll: number }>;
}

let host: HostProcess;
afterAll(cleanUp);

const folder = makeApp({
  'src/a.js': functions,
  'host.json':
    '{"version":"2.0","extensions":{"durableTask":{"storageProvider":{"maxQueuePollingInterval":"00:00:00.2"}}}}',
});
const post = (path: string) => fetch(`${host.origin}/api/${path}`, { method: 'POST' });
const report = async () => (await (await fetch(`${host.origin}/admin/host/flex`)).json()) as Report;

it('counts those that read what they have changed before it is seen, and no others', async () => {
  host = await startHostProcess({ app: folder, flags: ['--flex=cold:3s'] });
  await host.shows('an instance of their own, which starts in 3000 ms');
  const waiting = Promise.all([post('addAndWait'), post('byOwner')]);
  while ((await report()).arrivals.waiting < 2) await sleep(5);
  expect((await post('tell')).status).toBe(200);
  expect((await report()).durable.state).toBe('starting');
  const [added, byOwner] = await waiting;
  expect(added.status).toBe(200);
  expect([byOwner.status, await byOwner.json()]).toEqual([200, 'asked']);
  const { durable, requests, arrivals } = await report();
  expect(durable).toEqual({ state: 'running', alwaysReady: false, coldStarts: 1 });
  expect(requests).toEqual({
    anonymous: { served: 2, waitedForPoll: 1 },
    withKey: { served: 1, waitedForPoll: 1 },
    functions: {
      tell: { served: 1, waitedForPoll: 0 },
      addAndWait: { served: 1, waitedForPoll: 1 },
      byOwner: { served: 1, waitedForPoll: 1 },
    },
  });
  expect(arrivals).toEqual({ seen: 3, waiting: 0 });
});

it('polls at once with an instance that is always ready', async () => {
  await stopHost();
  host = await startHostProcess({ app: folder, flags: ['--flex=always-ready'] });
  expect((await post('addAndWait')).status).toBe(200);
  expect((await report()).durable).toEqual({ state: 'running', alwaysReady: true, coldStarts: 0 });
});

it('tells without the flag that there is nothing to report', async () => {
  await stopHost();
  host = await startHostProcess({ app: folder });
  expect((await fetch(`${host.origin}/admin/host/flex`)).status).toBe(404);
});

async function stopHost(): Promise<void> {
  expect(await host.stop()).toBe(0);
}
