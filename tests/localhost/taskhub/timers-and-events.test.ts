import { loadAppUnderTest } from './app-under-test';
import { closeHubs, openHub, until } from './hub';

const app = loadAppUnderTest();
const { df } = app;
df.app.activity('greet', { handler: (name: unknown) => `Hello, ${name}!` });
df.app.activity('returnNothing', { handler: () => undefined });
const gates = new Map<string, () => void>();
df.app.activity('untilReleased', {
  handler: (key: unknown) => new Promise<unknown>((resolve) => gates.set(String(key), () => resolve(key))),
});
df.app.orchestration('echo', function* (context) {
  yield context.df.callActivity('returnNothing');
  const { instanceId, parentInstanceId } = context.df;
  return { input: context.df.getInput() ?? null, instanceId, parent: parentInstanceId ?? null };
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

df.app.orchestration('awaitsLoserLater', function* (context) {
  const slow = context.df.callActivity('untilReleased', 'loser');
  const quick = context.df.callActivity('greet', 'quick');
  yield context.df.Task.any([slow, quick]);
  const after = (yield context.df.callActivity('greet', 'between')) as string;
  return [after, (yield slow) as string, (yield context.df.callActivity('greet', 'last')) as string];
});

afterEach(closeHubs);

describe('timers', () => {
  it('never fire early', async () => {
    expect((await openHub(app).run('sleeps', 60)).output).toBeGreaterThanOrEqual(60);
  });

  it('win a race if no event arrives', async () => {
    expect((await openHub(app).run('eventOrTimer', 30)).output).toBe('timer');
  });

  it('that are cancelled do not keep the instance running', async () => {
    const hub = openHub(app);
    const id = await hub.begin('eventOrTimer', 3_600_000);
    await hub.raise(id, 'Go', { n: 1 });
    expect((await hub.settled(id)).output).toEqual({ event: { n: 1 } });
  });

  it('that are not cancelled keep the instance running until they fire', async () => {
    const hub = openHub(app);
    const began = performance.now();
    const { output } = await hub.run('leavesTimer');
    expect(output).toBe('returned early');
    expect(performance.now() - began).toBeGreaterThan(140);
  });

  it('of many days are split', async () => {
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

  it('the loser of a race may be awaited later', async () => {
    const hub = openHub(app);
    const id = await hub.begin('awaitsLoserLater');
    await until(
      () => hub.invoked.filter(({ fn }) => fn.name === 'greet').length,
      (count) => count === 2,
    );
    gates.get('loser')?.();
    expect((await hub.settled(id)).output).toEqual(['Hello, between!', 'loser', 'Hello, last!']);
  });

  it('may be nested', async () => {
    expect((await openHub(app).run('nested')).output).toEqual(['object', 'Hello, 1!', 2]);
  });
});

describe('external events', () => {
  it('reach an instance in order, even before it waits for them and before it has started', async () => {
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

  it('complete the latest of several waits first', async () => {
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
