// The task hub as on Flex Consumption: the same results, later; and nothing of another instance is lost or seen too early.

import { parseFlexOptions } from '../../../localhost/config/flex-options';
import { closeHubs, openHub, until } from './hub';
import { loadManagedApp } from './managed-app';

const app = loadManagedApp();
app.df.app.orchestration('sleeps', function* (context) {
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 100));
  return 'woke';
});
app.df.app.orchestration('counts', function* (context) {
  const counter = new app.df.EntityId('Counter', context.df.instanceId);
  return (yield context.df.callEntity(counter, 'add', 2)) as number;
});
afterEach(closeHubs);

/** Longer than any test. */
const never = parseFlexOptions('cold:1h');
const ready = parseFlexOptions('always-ready');
const quick = { maxQueuePollingIntervalMs: 50 };

it('runs orchestrations, timers and entities with the same results', async () => {
  const hub = openHub(app, { flex: ready, settings: quick });
  expect(await hub.run('echo', 'hello')).toMatchObject({ runtimeStatus: 'Completed', output: 'hello' });
  expect(await hub.run('sleeps')).toMatchObject({ runtimeStatus: 'Completed', output: 'woke' });
  expect(await hub.run('counts')).toMatchObject({ output: 2 });
  const id = await hub.begin('waits');
  await hub.settled(id, ({ runtimeStatus }) => runtimeStatus === 'Running');
  await hub.raise(id, 'Go', 'now');
  expect(await hub.settled(id)).toMatchObject({ output: 'now' });
  expect(hub.extension.flexReport?.().arrivals.seen).toBeGreaterThan(3);
});

it('starts an instance of the durable side for the first message, and ends it when nothing is left to do', async () => {
  const hub = openHub(app, { flex: parseFlexOptions('cold:50ms,idle:50ms'), settings: quick });
  const state = () => hub.extension.flexReport?.().durable;
  expect(state()).toEqual({ state: 'none', alwaysReady: false, coldStarts: 0 });
  expect(await hub.run('echo', 1)).toMatchObject({ output: 1 });
  await until(state, (durable) => durable?.state === 'none');
  expect(await hub.run('sleeps')).toMatchObject({ output: 'woke' });
  expect(state()?.coldStarts).toBeGreaterThan(1);
});

it('accepts everything and shows nothing of it before the durable side has started', async () => {
  const hub = openHub(app, { flex: never });
  const id = await hub.begin('echo', 'later', 'one');
  await hub.signal('Counter', 'c', 'add', 5);
  expect(await hub.status(id)).toMatchObject({ runtimeStatus: 'Pending' });
  expect((await hub.request('GET', 'entities/Counter/c')).status).toBe(404);
  expect(hub.extension.flexReport?.()).toMatchObject({ durable: { state: 'starting' }, arrivals: { waiting: 2 } });
  const folder = hub.remains();
  await hub.stop();
  const next = openHub(app, { folder, flex: parseFlexOptions('cold:10ms'), settings: quick });
  expect(await next.settled(id)).toMatchObject({ output: 'later' });
  expect(await next.entity('Counter', 'c', (state) => state === 5)).toBe(5);
});

it('starts for a timer that is due, also for one that became due while the host was down', async () => {
  const hub = openHub(app, { flex: ready, settings: quick });
  const id = await hub.begin('sleeps');
  await hub.settled(id, ({ runtimeStatus }) => runtimeStatus === 'Running');
  const folder = hub.remains();
  await hub.stop();
  const next = openHub(app, { folder, flex: parseFlexOptions('cold:10ms,idle:10ms'), settings: quick });
  expect(await next.settled(id)).toMatchObject({ output: 'woke' });
});

it('sees what the durable side sends through a client at once', async () => {
  const hub = openHub(app, { flex: ready, settings: { maxQueuePollingIntervalMs: 3_600_000 } });
  const fromActivity = await hub.request('POST', '/from/durable/orchestrators/echo/one', '"x"');
  expect(fromActivity.status).toBe(202);
  expect(await hub.settled('one')).toMatchObject({ output: 'x' });
  expect(hub.extension.flexReport?.().arrivals).toEqual({ seen: 0, waiting: 0 });
});

it('takes an activity for the durable side, and a timer function and a client elsewhere for others', async () => {
  const hub = openHub(app, { flex: never });
  const functionOf = (type: string) => {
    const trigger = { type, name: 'trigger', direction: 'in' as const };
    return { name: 'one', trigger, bindings: { trigger }, callback: () => undefined };
  };
  const addressFor = (type: string) =>
    (JSON.parse(hub.extension.clientBinding({ fn: functionOf(type), invocationId: 'i1' })) as { rpcBaseUrl: string })
      .rpcBaseUrl;
  expect(addressFor('activityTrigger')).toBe('http://127.0.0.1:7071/durabletask/from/durable/');
  for (const type of ['timerTrigger', 'httpTrigger', 'queueTrigger']) {
    expect(addressFor(type)).toBe('http://127.0.0.1:7071/durabletask/from/i1/');
  }
  await hub.request('POST', '/from/i1/orchestrators/echo/one', '"x"');
  await hub.request('POST', '/orchestrators/echo/two', '"x"');
  expect(hub.extension.flexReport?.().arrivals).toEqual({ seen: 0, waiting: 2 });
});
