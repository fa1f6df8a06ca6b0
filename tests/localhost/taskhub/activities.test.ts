import { loadAppUnderTest } from './app-under-test';
import { closeHubs, openHub, until } from './hub';

const app = loadAppUnderTest();
const { df } = app;
df.app.activity('greet', { handler: (name: unknown) => `Hello, ${name}!` });
df.app.activity('describe', { handler: (value: unknown) => ({ value: value ?? null, type: typeof value }) });
df.app.activity('returnNothing', { handler: () => undefined });
df.app.activity('fail', {
  handler: (text: unknown) => {
    throw new Error(`broken ${text}`);
  },
});
df.app.activity('failText', {
  handler: () => {
    throw 'just a text';
  },
});
const calls = new Map<string, number>();
df.app.activity('failTimes', {
  handler: (input: unknown) => {
    const { key, times } = input as { key: string; times: number };
    const call = (calls.get(key) ?? 0) + 1;
    calls.set(key, call);
    if (call <= times) throw new Error(`failure ${call}`);
    return `succeeded at ${call}`;
  },
});
const gates = new Map<string, () => void>();
df.app.activity('untilReleased', {
  handler: (key: unknown) => new Promise<unknown>((resolve) => gates.set(String(key), () => resolve(key))),
});
df.app.orchestration('chain', function* (context) {
  const greetings = [];
  for (const name of ['Ada', 'Grace', 'Žofie ✓'])
    greetings.push((yield context.df.callActivity('greet', name)) as string);
  return greetings;
});
df.app.orchestration('inputs', function* (context) {
  const found = [];
  for (const value of [undefined, null, 0, 'text', '12', '', [1, { a: null }], true]) {
    found.push((yield context.df.callActivity('describe', value)) as unknown);
  }
  found.push((yield context.df.callActivity('returnNothing')) ?? 'nothing');
  return found;
});
df.app.orchestration('all', function* (context) {
  const tasks = [];
  for (let i = 0; i < 50; i++) tasks.push(context.df.callActivity('greet', i));
  const results = (yield context.df.Task.all(tasks)) as string[];
  return results.map((text) => Number(/\d+/.exec(text)?.[0]));
});
df.app.orchestration('catches', function* (context) {
  try {
    yield context.df.callActivity('fail', 'on purpose');
  } catch (error) {
    return (error as Error).message.split(' \n ')[0];
  }
  return 'not reached';
});
df.app.orchestration('failsByText', function* (context) {
  yield context.df.callActivity('failText');
});
df.app.orchestration('throws', () => {
  throw new Error('no good');
});
df.app.orchestration('retries', function* (context) {
  const { times, attempts, ...options } = context.df.getInput() as { times: number; attempts: number };
  const retry = Object.assign(new df.RetryOptions(20, attempts), { backoffCoefficient: 2 }, options);
  return yield context.df.callActivityWithRetry('failTimes', retry, { key: context.df.instanceId, times });
});
df.app.orchestration('retriesCaught', function* (context) {
  const both = [
    context.df.callActivityWithRetry('failTimes', new df.RetryOptions(10, 3), { key: 'a', times: 2 }),
    context.df.callActivityWithRetry('fail', new df.RetryOptions(10, 2), 'for good'),
  ];
  let caught = '';
  try {
    yield context.df.Task.all(both);
  } catch (error) {
    caught = String((error as Error).message.split(' \n ')[0]);
  }
  const first = (yield context.df.callActivity('greet', 'first')) as string;
  return [caught, first, (yield context.df.callActivity('greet', 'second')) as string];
});
df.app.orchestration('blocked', function* (context) {
  return yield context.df.callActivity('untilReleased', context.df.getInput());
});

afterEach(closeHubs);

describe('activities', () => {
  it('run sequentially, each with the result of the previous one', async () => {
    const hub = openHub(app);
    expect((await hub.run('chain')).output).toEqual(['Hello, Ada!', 'Hello, Grace!', 'Hello, Žofie ✓!']);
  });

  it('receive every kind of input as from the genuine host', async () => {
    const nothing = { value: null, type: 'undefined' };
    expect((await openHub(app).run('inputs')).output).toEqual([
      nothing,
      nothing,
      { value: 0, type: 'number' },
      { value: 'text', type: 'string' },
      { value: '12', type: 'string' },
      { value: '', type: 'string' },
      { value: [1, { a: null }], type: 'object' },
      { value: 'True', type: 'string' },
      'nothing',
    ]);
  });

  it('run in parallel and return their results in the order of the calls', async () => {
    expect((await openHub(app).run('all')).output).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('never run more at a time than host.json allows', async () => {
    const hub = openHub(app, { settings: { maxConcurrentActivityFunctions: 2 } });
    for (const key of ['one', 'two', 'three']) await hub.begin('blocked', key);
    const running = () => hub.invoked.filter(({ fn }) => fn.name === 'untilReleased').length;
    await until(running, (count) => count === 2);
    await hub.run('throws');
    expect(running()).toBe(2);
    gates.get('two')?.();
    await until(running, (count) => count === 3);
  });

  it('that fail are reported to the orchestrator with name and message', async () => {
    expect((await openHub(app).run('catches')).output).toBe("Activity function 'fail' failed:  broken on purpose");
  });

  it('that fail uncaught fail the instance', async () => {
    const { runtimeStatus, output } = await openHub(app).run('failsByText');
    expect(runtimeStatus).toBe('Failed');
    expect(output).toMatch(
      /^Orchestrator function 'failsByText' failed: Activity function 'failText' failed: {2}just a text/,
    );
  });

  it('are retried with growing delays until they succeed', async () => {
    const hub = openHub(app);
    expect((await hub.run('retries', { times: 2, attempts: 4 }, 'r1')).output).toBe('succeeded at 3');
    const history = await hub.history('r1');
    expect(history.map(({ EventType }) => EventType)).toEqual([
      'ExecutionStarted',
      'TaskFailed',
      'TimerCreated',
      'TimerFired',
      'TaskFailed',
      'TimerCreated',
      'TimerFired',
      'TaskCompleted',
      'ExecutionCompleted',
    ]);
    const waits = history
      .filter(({ EventType }) => EventType === 'TimerCreated')
      .map(({ FireAt, Timestamp }) => Date.parse(FireAt as string) - Date.parse(Timestamp as string));
    expect(waits[0]).toBeGreaterThan(5);
    expect(waits[1]).toBeGreaterThan(25);
  });

  it('fail after the last attempt and one extra timer that durable-functions waits for', async () => {
    const hub = openHub(app);
    const { runtimeStatus, output } = await hub.run('retries', { times: 9, attempts: 2 }, 'r2');
    expect([runtimeStatus, String(output).includes('failure 2')]).toEqual(['Failed', true]);
    const history = await hub.history('r2');
    expect(history.filter(({ EventType }) => EventType === 'TimerFired')).toHaveLength(2);
  });

  it('are not retried after the retry timeout, and the orchestrator gets the failure', async () => {
    const hub = openHub(app);
    const { runtimeStatus } = await hub.run('retries', { times: 9, attempts: 5, retryTimeoutInMilliseconds: 1 }, 'r3');
    expect([runtimeStatus, calls.get('r3')]).toEqual(['Failed', 1]);
  });

  it('do not shift the ids of later steps while a retry runs in the background', async () => {
    expect((await openHub(app).run('retriesCaught')).output).toEqual([
      "Activity function 'fail' failed:  broken for good",
      'Hello, first!',
      'Hello, second!',
    ]);
  });
});
