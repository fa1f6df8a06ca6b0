import { setTimeout as sleep } from 'node:timers/promises';
import { loadAppUnderTest } from './app-under-test';
import { closeHubs, type Hub, openHub, until } from './hub';

const app = loadAppUnderTest();
const { df } = app;

const runs: string[] = [];
let hang = '';
df.app.activity('step', {
  handler: (name: unknown) => {
    runs.push(String(name));
    return name === hang ? new Promise(() => undefined) : `${name} done`;
  },
});
df.app.entity('Tally', (context) => {
  const value = (context.df.getState(() => 0) as number) + Number(context.df.getInput() ?? 0);
  context.df.setState(value);
  context.df.return(value);
});
df.app.orchestration('threeSteps', function* (context) {
  const results = [];
  for (const name of ['a', 'b', 'c']) results.push((yield context.df.callActivity('step', name)) as string);
  return results;
});
df.app.orchestration('waits', function* (context) {
  const timer = context.df.createTimer(
    new Date(context.df.currentUtcDateTime.getTime() + Number(context.df.getInput())),
  );
  const event = context.df.waitForExternalEvent('Go');
  const winner = yield context.df.Task.any([timer, event]);
  if (winner === timer) return 'timer';
  timer.cancel();
  return { event: event.result };
});
df.app.orchestration('child', function* (context) {
  yield context.df.callEntity(new df.EntityId('Tally', 'all'), 'add', 10);
  return (yield context.df.callActivity('step', `child ${context.df.getInput()}`)) as string;
});
df.app.orchestration('everything', function* (context) {
  const round = context.df.getInput() as number;
  const tally = new df.EntityId('Tally', 'all');
  context.df.signalEntity(tally, 'add', 1);
  const soon = new Date(context.df.currentUtcDateTime.getTime() + 5);
  const parts = (yield context.df.Task.all([
    context.df.callActivity('step', round),
    context.df.callSubOrchestrator('child', round),
    context.df.createTimer(soon),
    context.df.callActivityWithRetry('step', new df.RetryOptions(1, 2), 'retried'),
  ])) as unknown[];
  yield context.df.callEntity(tally, 'add', 100);
  if (round < 2) context.df.continueAsNew(round + 1);
  return [round, parts[0], parts[1]];
});

beforeEach(() => {
  runs.length = 0;
  hang = '';
});
afterEach(closeHubs);

const afterKillOf = (hub: Hub) => openHub(app, { folder: hub.remains() });

it('repeats only the activity that was running when the host was killed', async () => {
  hang = 'b';
  const hub = openHub(app);
  const id = await hub.begin('threeSteps');
  await until(
    () => runs.length,
    (count) => count === 2,
  );
  hang = '';
  const next = afterKillOf(hub);
  expect((await next.settled(id)).output).toEqual(['a done', 'b done', 'c done']);
  expect(runs).toEqual(['a', 'b', 'b', 'c']);
});

it('restores timers, and fires those that came due in the meantime', async () => {
  const hub = openHub(app);
  const id = await hub.begin('waits', 60);
  await until(
    () => hub.history(id),
    (events) => events.length === 2,
  );
  const [early, late] = [hub.remains(), hub.remains()];
  const before = openHub(app, { folder: early });
  expect((await before.settled(id)).output).toBe('timer');
  await sleep(20);
  const after = openHub(app, { folder: late });
  expect((await after.settled(id)).output).toBe('timer');
});

it('delivers events that were accepted but not yet delivered', async () => {
  const hub = openHub(app, { asleep: true });
  const id = await hub.begin('waits', 3_600_000);
  await hub.raise(id, 'Go', 'kept');
  const next = afterKillOf(hub);
  expect((await next.settled(id)).output).toEqual({ event: 'kept' });
});

it('recovers from a kill at any moment, and counts nothing twice', async () => {
  const hub = openHub(app);
  const remains: string[] = [];
  const id = await hub.begin('everything', 0);
  let seen = -1;
  while ((await hub.status(id)).runtimeStatus !== 'Completed') {
    if (hub.invoked.length !== seen) remains.push(hub.remains());
    seen = hub.invoked.length;
    await new Promise(setImmediate);
  }
  const expected = [2, '2 done', 'child 2 done'];
  expect((await hub.status(id)).output).toEqual(expected);
  expect(remains.length).toBeGreaterThan(10);
  for (const folder of remains) {
    const next = openHub(app, { folder });
    expect((await next.settled(id)).output).toEqual(expected);
    expect(await next.entity('Tally', 'all', (state) => state === 333)).toBe(333);
    await next.stop();
  }
});

it('waits for running activities on a graceful stop', async () => {
  const hub = openHub(app);
  const id = await hub.begin('threeSteps');
  await hub.stop(1000);
  const next = openHub(app, { folder: hub.folder });
  expect((await next.settled(id)).output).toEqual(['a done', 'b done', 'c done']);
  expect(runs).toEqual(['a', 'b', 'c']);
});

it('refuses to open a task hub that another host has open, and names it', () => {
  const { folder } = openHub(app);
  expect(() => openHub(app, { folder })).toThrow(
    `The task hub in ${folder}/TestHub.taskhub.db is in use by another host.`,
  );
});

it('keeps hubs with different names separate in one folder', async () => {
  const hub = openHub(app);
  const other = openHub(app, { folder: hub.folder, settings: { hubName: 'Other' } });
  const id = await hub.begin('threeSteps');
  await hub.settled(id);
  await expect(other.status(id)).rejects.toThrow('404');
});
