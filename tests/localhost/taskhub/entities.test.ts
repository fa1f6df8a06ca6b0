import { loadAppUnderTest } from './app-under-test';
import { closeHubs, openHub, until } from './hub';

const app = loadAppUnderTest();
const { df } = app;

df.app.entity('Counter', (context) => {
  const value = context.df.getState(() => 0) as number;
  switch (context.df.operationName) {
    case 'add':
      context.df.setState(value + Number(context.df.getInput()));
      break;
    case 'addAndGet':
      context.df.setState(value + Number(context.df.getInput()));
      context.df.return(value + Number(context.df.getInput()));
      break;
    case 'get':
      context.df.return(value);
      break;
    case 'addThenThrow':
      context.df.setState(value + 1);
      throw Object.assign(new Error('refused'), { code: 7 });
    case 'passOn':
      context.df.signalEntity(new df.EntityId('Counter', String(context.df.getInput())), 'add', value);
      break;
    case 'signalNobody':
      context.df.signalEntity(new df.EntityId('Nobody', 'x'), 'add', 1);
      break;
    case 'delete':
      context.df.destructOnExit();
      break;
  }
});
df.app.entity('Log', (context) => {
  const lines = context.df.getState(() => []) as unknown[];
  if (context.df.operationName === 'write') context.df.setState([...lines, context.df.getInput()]);
  context.df.return(lines.length);
});
const gates: (() => void)[] = [];
df.app.activity('pause', { handler: () => new Promise<null>((resolve) => gates.push(() => resolve(null))) });

const counter = (key: string) => new df.EntityId('Counter', key);
df.app.orchestration('callsAndSignals', function* (context) {
  const id = counter(context.df.instanceId);
  const after = (yield context.df.callEntity(id, 'addAndGet', 3)) as number;
  context.df.signalEntity(id, 'add', 4);
  return [after, (yield context.df.callEntity(id, 'get')) as number];
});
df.app.orchestration('writesTen', function* (context) {
  const log = new df.EntityId('Log', 'shared');
  for (let i = 0; i < 10; i++) context.df.signalEntity(log, 'write', [context.df.instanceId, i]);
  yield context.df.callEntity(log, 'size');
});
df.app.orchestration('callsMany', function* (context) {
  const tasks = [];
  for (let i = 0; i < 20; i++) tasks.push(context.df.callEntity(counter('many'), 'addAndGet', 1));
  return yield context.df.Task.all(tasks);
});
df.app.orchestration('callFails', function* (context) {
  try {
    yield context.df.callEntity(counter('failing'), 'addThenThrow');
  } catch (error) {
    return [(error as Error).message, (yield context.df.callEntity(counter('failing'), 'get')) as number];
  }
  return 'not reached';
});
df.app.orchestration('moves', function* (context) {
  const [from, to] = [counter('from'), counter('to')];
  const lock = yield context.df.lock(from, to);
  const before = (yield context.df.callEntity(from, 'get')) as number;
  const other = (yield context.df.callEntity(to, 'get')) as number;
  yield context.df.callEntity(from, 'add', -1);
  yield context.df.callEntity(to, 'add', 1);
  lock.release();
  return before + other;
});
df.app.orchestration('holdsLock', function* (context) {
  yield context.df.lock(counter('held'), counter('held2'));
  yield context.df.callActivity('pause');
  if (context.df.getInput() === 'fail') throw new Error('while holding locks');
});
df.app.orchestration('wantsLock', function* (context) {
  const lock = yield context.df.lock(counter('held2'));
  yield context.df.callEntity(counter('held2'), 'add', 10);
  lock.release();
});
df.app.orchestration('givesUp', function* (context) {
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 30));
  yield context.df.Task.any([context.df.lock(counter('held2')), timer]);
  return 'gave up';
});

afterEach(closeHubs);

it('processes calls and signals of an orchestration in order', async () => {
  const hub = openHub(app);
  expect((await hub.run('callsAndSignals')).output).toEqual([3, 7]);
});

it('passes an operation the same data as the genuine host', async () => {
  const hub = openHub(app);
  await hub.signal('counter', 'K1', 'add', 5);
  await hub.entity('counter', 'K1', (state) => state === 5);
  const { fn, request } = hub.invoked[0] ?? {};
  expect(fn?.name).toBe('Counter');
  expect(JSON.parse(request?.trigger.string ?? '')).toEqual({
    self: { name: 'counter', key: 'K1' },
    exists: false,
    state: null,
    batch: [{ name: 'add', input: '5', isSignal: true, id: expect.any(String) }],
  });
});

it('loses and duplicates nothing with many concurrent senders', async () => {
  const hub = openHub(app);
  const signals = Array.from({ length: 300 }, () => hub.signal('Counter', 'many', 'add', 1));
  const calls = Array.from({ length: 10 }, () => hub.run('callsMany'));
  await Promise.all(signals);
  const seen = (await Promise.all(calls)).flatMap(({ output }) => output as number[]);
  expect(new Set(seen).size).toBe(200);
  expect(await hub.entity('Counter', 'many', (state) => state === 500)).toBe(500);
});

it('runs pending operations in batches of at most the size in host.json', async () => {
  const batches = async (settings: object) => {
    const hub = openHub(app, { asleep: true, settings });
    for (let i = 0; i < 10; i++) await hub.signal('Counter', 'b', 'add', 1);
    hub.extension.start();
    await hub.entity('Counter', 'b', (state) => state === 10);
    return hub.invoked.length;
  };
  expect(await batches({})).toBe(1);
  expect(await batches({ maxEntityOperationBatchSize: 4 })).toBe(3);
});

it('keeps the order of each sender', async () => {
  const hub = openHub(app);
  await Promise.all(['a', 'b', 'c'].map((id) => hub.run('writesTen', null, id)));
  const lines = (await hub.entity('Log', 'shared', (state) => (state as unknown[])?.length === 30)) as [
    string,
    number,
  ][];
  for (const id of ['a', 'b', 'c']) {
    expect(lines.filter(([sender]) => sender === id).map(([, n]) => n)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  }
});

it('keeps the state that a failed operation has set, and fails its caller without the message', async () => {
  expect((await openHub(app).run('callFails')).output).toEqual(['[object Object]', 1]);
});

it('lets entities signal one another', async () => {
  const hub = openHub(app);
  await hub.signal('Counter', 'one', 'add', 6);
  await hub.signal('Counter', 'one', 'passOn', 'two');
  expect(await hub.entity('Counter', 'two', (state) => state === 6)).toBe(6);
});

it('warns of a signal to an unknown entity, and continues', async () => {
  const hub = openHub(app);
  await hub.signal('Counter', 'w', 'signalNobody');
  await hub.signal('Counter', 'w', 'add', 1);
  await hub.entity('Counter', 'w', (state) => state === 1);
  expect(hub.warnings).toEqual([expect.stringContaining("Entity '@counter@w' signals an unknown entity.")]);
});

it('removes a deleted entity', async () => {
  const hub = openHub(app);
  await hub.signal('Counter', 'd', 'add', 1);
  await hub.entity('Counter', 'd', (state) => state === 1);
  await hub.signal('Counter', 'd', 'delete');
  await hub.entity('Counter', 'd', (state) => state === null);
  expect((await hub.request('GET', 'entities/Counter/d')).status).toBe(404);
});

describe('locks', () => {
  it('exclude others between the calls of their holder', async () => {
    const hub = openHub(app);
    await hub.signal('Counter', 'from', 'add', 100);
    await hub.entity('Counter', 'from', (state) => state === 100);
    const sums = await Promise.all(Array.from({ length: 25 }, () => hub.run('moves')));
    expect(sums.map(({ output }) => output)).toEqual(Array.from({ length: 25 }, () => 100));
    expect(await hub.entity('Counter', 'to', (state) => state === 25)).toBe(25);
  });

  it.each(['ends', 'fail', 'terminate'])('are released when the holder ends: %s', async (how) => {
    const hub = openHub(app);
    gates.length = 0;
    const holder = await hub.begin('holdsLock', how);
    await until(
      () => gates.length,
      (count) => count === 1,
    );
    const next = await hub.begin('wantsLock');
    await hub.signal('Counter', 'held', 'add', 1);
    await hub.run('callsAndSignals');
    expect((await hub.status(next)).runtimeStatus).toBe('Running');
    if (how === 'terminate') await hub.request('POST', `instances/${holder}/terminate`);
    else gates[0]?.();
    expect((await hub.settled(next)).runtimeStatus).toBe('Completed');
    expect(await hub.entity('Counter', 'held', (state) => state === 1)).toBe(1);
    expect(await hub.entity('Counter', 'held2', (state) => state === 10)).toBe(10);
  });

  it('are not granted to an orchestration that ended while it was waiting', async () => {
    const hub = openHub(app);
    gates.length = 0;
    await hub.begin('holdsLock');
    await until(
      () => gates.length,
      (count) => count === 1,
    );
    expect((await hub.run('givesUp')).output).toBe('gave up');
    const next = await hub.begin('wantsLock');
    gates[0]?.();
    expect((await hub.settled(next)).runtimeStatus).toBe('Completed');
  });
});
