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
df.app.orchestration('echo', function* (context) {
  yield context.df.callActivity('returnNothing');
  const { instanceId, parentInstanceId } = context.df;
  return { input: context.df.getInput() ?? null, instanceId, parent: parentInstanceId ?? null };
});
df.app.orchestration('returnNothing2', function* (context) {
  yield context.df.callActivity('returnNothing');
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
df.app.orchestration('throwsNothing', function* (context) {
  yield context.df.callActivity('returnNothing');
  throw '';
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
df.app.orchestration('sleeps', function* (context) {
  const ms = context.df.getInput() as number;
  const began = context.df.currentUtcDateTime.getTime();
  yield context.df.createTimer(new Date(began + ms));
  return context.df.currentUtcDateTime.getTime() - began;
});
df.app.orchestration('eventOrTimer', function* (context) {
  const timer = context.df.createTimer(
    new Date(context.df.currentUtcDateTime.getTime() + Number(context.df.getInput())),
  );
  const event = context.df.waitForExternalEvent('Go');
  const winner = yield context.df.Task.any([timer, event]);
  if (winner === timer) return 'timer';
  timer.cancel();
  return { event: event.result };
});
df.app.orchestration('leavesTimer', function* (context) {
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 150));
  yield context.df.Task.any([timer, context.df.callActivity('greet', 'x')]);
  return 'returned early';
});
df.app.orchestration('firstOfTwo', function* (context) {
  const slow = context.df.callActivity('untilReleased', 'slow');
  const quick = context.df.callActivity('greet', 'quick');
  const winner = yield context.df.Task.any([slow, quick]);
  return winner === quick ? quick.result : 'slow';
});
df.app.orchestration('blocked', function* (context) {
  return yield context.df.callActivity('untilReleased', context.df.getInput());
});
df.app.orchestration('nested', function* (context) {
  const { Task } = context.df;
  const soon = new Date(context.df.currentUtcDateTime.getTime() + 30);
  const [any, all] = (yield Task.all([
    Task.any([context.df.waitForExternalEvent('never'), context.df.createTimer(soon)]),
    Task.all([context.df.callActivity('greet', 1), context.df.callSubOrchestrator('echo', 2)]),
  ])) as [unknown, [string, { input: number }]];
  return [typeof any, all[0], all[1].input];
});
df.app.orchestration('events', function* (context) {
  const got = [];
  for (let i = 0; i < 3; i++) got.push((yield context.df.waitForExternalEvent('A')) as unknown);
  return [...got, (yield context.df.waitForExternalEvent('B')) as unknown];
});
df.app.orchestration('twoWaits', function* (context) {
  const { df: d } = context;
  return yield d.Task.all([d.waitForExternalEvent('A'), d.waitForExternalEvent('A')]);
});
df.app.orchestration('status', function* (context) {
  context.df.setCustomStatus({ step: 1 });
  yield context.df.waitForExternalEvent('next');
  context.df.setCustomStatus('two');
  yield context.df.waitForExternalEvent('next');
  context.df.setCustomStatus(null);
  yield context.df.waitForExternalEvent('next');
});
df.app.orchestration('tooMuchStatus', function* (context) {
  context.df.setCustomStatus('x'.repeat(9000));
  yield context.df.callActivity('returnNothing');
});
df.app.orchestration('countdown', function* (context) {
  const left = context.df.getInput() as number;
  yield context.df.callActivity('greet', left);
  if (left > 0) context.df.continueAsNew(left - 1);
  return `at ${left}`;
});
df.app.orchestration('collects', function* (context) {
  const list = (context.df.getInput() as number[] | null) ?? [];
  const all = [...list, (yield context.df.waitForExternalEvent('add')) as number];
  if (all.length < 4) context.df.continueAsNew(all);
  return all;
});
df.app.orchestration('parent', function* (context) {
  const own = (yield context.df.callSubOrchestrator('echo', 'automatic id')) as object;
  return [own, (yield context.df.callSubOrchestrator('echo', { explicit: true }, 'child-of-mine')) as object];
});
df.app.orchestration('childFails', function* (context) {
  try {
    yield context.df.callSubOrchestratorWithRetry('throws', new df.RetryOptions(10, 2), undefined, 'failing-child');
  } catch (error) {
    return (error as Error).message;
  }
  return 'not reached';
});
df.app.orchestration('childIdTaken', function* (context) {
  try {
    yield context.df.callSubOrchestrator('events', undefined, 'busy');
  } catch (error) {
    return (error as Error).message.split(' \n ')[0];
  }
  return 'not reached';
});
df.app.orchestration('missesActivity', function* (context) {
  yield context.df.callActivity('noSuchActivity');
});
df.app.orchestration('missesChild', function* (context) {
  yield context.df.callSubOrchestrator('noSuchOrchestrator');
});
df.app.orchestration('missesEntity', function* (context) {
  yield context.df.callEntity(new df.EntityId('noSuchEntity', 'k'), 'op');
});
let changed = false;
df.app.orchestration('changes', function* (context) {
  yield context.df.callActivity(changed ? 'describe' : 'greet', 1);
  yield context.df.waitForExternalEvent('go');
  yield context.df.callActivity('greet', 2);
});
df.app.orchestration('manyActions', function* (context) {
  yield context.df.Task.all([1, 2, 3, 4].map((n) => context.df.callActivity('greet', n)));
});

afterEach(closeHubs);

describe('activities', () => {
  it('run one after the other, each with the result of the one before at hand', async () => {
    const hub = openHub(app);
    expect((await hub.run('chain')).output).toEqual(['Hello, Ada!', 'Hello, Grace!', 'Hello, Žofie ✓!']);
  });

  it('receive every kind of input as the genuine host hands it on', async () => {
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

  it('run in parallel and give their results in the order in which they were asked for', async () => {
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

  it('that fail are seen by the orchestrator with their name and message', async () => {
    expect((await openHub(app).run('catches')).output).toBe("Activity function 'fail' failed:  broken on purpose");
  });

  it('that fail uncaught fail the instance', async () => {
    const { runtimeStatus, output } = await openHub(app).run('failsByText');
    expect(runtimeStatus).toBe('Failed');
    expect(output).toMatch(
      /^Orchestrator function 'failsByText' failed: Activity function 'failText' failed: {2}just a text/,
    );
  });

  it('are tried again after growing waits until they succeed', async () => {
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

  it('fail for good after the last attempt, and one more timer that durable-functions waits for', async () => {
    const hub = openHub(app);
    const { runtimeStatus, output } = await hub.run('retries', { times: 9, attempts: 2 }, 'r2');
    expect([runtimeStatus, String(output).includes('failure 2')]).toEqual(['Failed', true]);
    const history = await hub.history('r2');
    expect(history.filter(({ EventType }) => EventType === 'TimerFired')).toHaveLength(2);
  });

  it('are not run again after the retry timeout, and the orchestrator learns of the failure', async () => {
    const hub = openHub(app);
    const { runtimeStatus } = await hub.run('retries', { times: 9, attempts: 5, retryTimeoutInMilliseconds: 1 }, 'r3');
    expect([runtimeStatus, calls.get('r3')]).toEqual(['Failed', 1]);
  });

  it('keep the ids of later steps right while a retry goes on in the background', async () => {
    expect((await openHub(app).run('retriesCaught')).output).toEqual([
      "Activity function 'fail' failed:  broken for good",
      'Hello, first!',
      'Hello, second!',
    ]);
  });
});

describe('timers', () => {
  it('never fire early', async () => {
    expect((await openHub(app).run('sleeps', 60)).output).toBeGreaterThanOrEqual(60);
  });

  it('win a race when no event comes', async () => {
    expect((await openHub(app).run('eventOrTimer', 30)).output).toBe('timer');
  });

  it('that were cancelled do not keep the instance', async () => {
    const hub = openHub(app);
    const id = await hub.begin('eventOrTimer', 3_600_000);
    await hub.raise(id, 'Go', { n: 1 });
    expect((await hub.settled(id)).output).toEqual({ event: { n: 1 } });
  });

  it('that were left open keep the instance running until they fire', async () => {
    const hub = openHub(app);
    const began = performance.now();
    const { output } = await hub.run('leavesTimer');
    expect(output).toBe('returned early');
    expect(performance.now() - began).toBeGreaterThan(140);
  });

  it('of many days are cut into pieces', async () => {
    const hub = openHub(app);
    const id = await hub.begin('sleeps', 10 * 24 * 3_600_000);
    await hub.settled(id, ({ runtimeStatus }) => runtimeStatus === 'Running');
    const [, timer] = await hub.history(id);
    const days = (Date.parse(String(timer?.FireAt)) - Date.parse(String(timer?.Timestamp))) / 86_400_000;
    expect(days).toBeCloseTo(3, 2);
  });
});

describe('several tasks', () => {
  it('an instance waits for the loser of a race', async () => {
    const hub = openHub(app);
    const id = await hub.begin('firstOfTwo');
    await until(
      () => hub.invoked.filter(({ fn }) => fn.name === 'firstOfTwo').length,
      (count) => count === 2,
    );
    expect((await hub.status(id)).runtimeStatus).toBe('Running');
    gates.get('slow')?.();
    expect((await hub.settled(id)).output).toBe('Hello, quick!');
  });

  it('may be nested', async () => {
    expect((await openHub(app).run('nested')).output).toEqual(['object', 'Hello, 1!', 2]);
  });
});

describe('external events', () => {
  it('reach an instance in order, also before it waits for them and before it has begun', async () => {
    const hub = openHub(app, { asleep: true });
    const id = await hub.begin('events');
    await hub.raise(id, 'B', 'b');
    await hub.raise(id, 'A', 1);
    expect((await hub.status(id)).runtimeStatus).toBe('Pending');
    hub.extension.start();
    await hub.raise(id, 'A', 2);
    await hub.raise(id, 'A', null);
    expect((await hub.settled(id)).output).toEqual([1, 2, null, 'b']);
  });

  it('are matched by exact name', async () => {
    const hub = openHub(app);
    const id = await hub.begin('eventOrTimer', 200);
    await hub.raise(id, 'go');
    expect((await hub.settled(id)).output).toBe('timer');
  });

  it('serve the latest of several waits first', async () => {
    const hub = openHub(app, { asleep: true });
    const id = await hub.begin('twoWaits');
    hub.extension.start();
    await hub.settled(id, ({ runtimeStatus }) => runtimeStatus === 'Running');
    await hub.raise(id, 'A', 'first');
    await hub.raise(id, 'A', 'second');
    expect((await hub.settled(id)).output).toEqual(['second', 'first']);
  });
});

describe('custom status', () => {
  it('follows the orchestrator, and is cleared by null', async () => {
    const hub = openHub(app);
    const id = await hub.begin('status');
    for (const expected of [{ step: 1 }, 'two', null]) {
      await hub.settled(id, ({ customStatus, runtimeStatus }) => {
        return runtimeStatus === 'Running' && JSON.stringify(customStatus) === JSON.stringify(expected);
      });
      await hub.raise(id, 'next');
    }
    expect((await hub.settled(id)).runtimeStatus).toBe('Completed');
  });

  it('may not be larger than 16 KB', async () => {
    expect((await openHub(app).run('tooMuchStatus')).output).toMatch(/custom status is larger than 16 KB/);
  });
});

describe('continue-as-new', () => {
  it('begins again with the new input and an empty history', async () => {
    const hub = openHub(app);
    const { output, input } = await hub.run('countdown', 3, 'c');
    expect([output, input]).toEqual(['at 0', 0]);
    expect(await hub.history('c')).toHaveLength(3);
  });

  it('keeps the events that nobody had waited for', async () => {
    const hub = openHub(app, { asleep: true });
    const id = await hub.begin('collects');
    for (const n of [1, 2, 3]) await hub.raise(id, 'add', n);
    hub.extension.start();
    await hub.raise(id, 'add', 4);
    expect((await hub.settled(id)).output).toEqual([1, 2, 3, 4]);
  });
});

describe('sub-orchestrations', () => {
  it('get an id from the parent, or the one that was chosen', async () => {
    const hub = openHub(app);
    const { output } = await hub.run('parent', null, 'p');
    expect(output).toEqual([
      { input: 'automatic id', instanceId: expect.stringMatching(/^[0-9a-f-]{36}:0$/), parent: 'p' },
      { input: { explicit: true }, instanceId: 'child-of-mine', parent: 'p' },
    ]);
    expect((await hub.status('child-of-mine')).runtimeStatus).toBe('Completed');
  });

  it('that fail are tried again under the same id, and then seen by the parent', async () => {
    const hub = openHub(app);
    const { output } = await hub.run('childFails');
    expect(output).toMatch(/^Orchestrator function 'throws' failed: no good \n Message: no good, StackTrace:/);
    expect(hub.invoked.filter(({ fn }) => fn.name === 'throws')).toHaveLength(2);
  });

  it('fail at once when an instance of that id is under way', async () => {
    const hub = openHub(app);
    await hub.begin('events', null, 'busy');
    expect((await hub.run('childIdTaken')).output).toMatch(/'busy' and the status (Pending|Running) already exists/);
  });
});

describe('an instance fails with a clear message', () => {
  it.each([
    ['missesActivity', "The function 'noSuchActivity' doesn't exist, is disabled, or is not an activity function."],
    [
      'missesChild',
      "The function 'noSuchOrchestrator' doesn't exist, is disabled, or is not an orchestrator function.",
    ],
    ['missesEntity', "The function 'nosuchentity' doesn't exist, is disabled, or is not an entity function."],
    [
      'noSuchOrchestrator',
      "The function 'noSuchOrchestrator' doesn't exist, is disabled, or is not an orchestrator function.",
    ],
  ])('%s: a function is missing', async (name, message) => {
    const { runtimeStatus, output } = await openHub(app).run(name);
    expect(runtimeStatus).toBe('Failed');
    expect(output).toContain(`Orchestrator function '${name}' failed: ${message}`);
  });

  it('when the orchestrator throws, even without a message', async () => {
    const hub = openHub(app);
    expect((await hub.run('throws')).output).toBe("Orchestrator function 'throws' failed: no good");
    expect((await hub.run('throwsNothing')).output).toMatch(/threw a value without a message/);
  });

  it('when the orchestrator was changed under way: which instance, what was expected and what was found', async () => {
    const hub = openHub(app);
    changed = false;
    const id = await hub.begin('changes', null, 'ch');
    await until(
      () => hub.history(id),
      (events) => events.length === 2,
    );
    changed = true;
    await hub.raise(id, 'go');
    const { runtimeStatus, output } = await hub.settled(id);
    expect(runtimeStatus).toBe('Failed');
    expect(output).toMatch(
      /^Non-Deterministic workflow detected: instance 'ch' scheduled step 0 as the activity 'greet' before, but its orchestrator now produced the activity 'describe' at this step/,
    );
  });

  it('when it asks for more actions than allowed', async () => {
    const hub = openHub(app, { settings: { maxOrchestrationActions: 3 } });
    expect((await hub.run('manyActions')).output).toMatch(
      /asked for 4 actions, more than maxOrchestrationActions \(3\)/,
    );
  });
});

it('starts without input give the orchestrator null, and a result of nothing is null', async () => {
  const hub = openHub(app);
  expect((await hub.run('echo')).output).toMatchObject({ input: null });
  expect((await hub.run('returnNothing2')).output).toBeNull();
});
