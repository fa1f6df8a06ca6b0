import { loadAppUnderTest } from './app-under-test';
import { closeHubs, openHub } from './hub';

const app = loadAppUnderTest();
const { df } = app;
df.app.activity('greet', { handler: (name: unknown) => `Hello, ${name}!` });
df.app.activity('returnNothing', { handler: () => undefined });
df.app.orchestration('echo', function* (context) {
  yield context.df.callActivity('returnNothing');
  const { instanceId, parentInstanceId } = context.df;
  return { input: context.df.getInput() ?? null, instanceId, parent: parentInstanceId ?? null };
});
df.app.orchestration('returnNothing2', function* (context) {
  yield context.df.callActivity('returnNothing');
});
df.app.orchestration('throws', () => {
  throw new Error('no good');
});
df.app.orchestration('events', function* (context) {
  const got = [];
  for (let i = 0; i < 3; i++) got.push((yield context.df.waitForExternalEvent('A')) as unknown);
  return [...got, (yield context.df.waitForExternalEvent('B')) as unknown];
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

afterEach(closeHubs);

describe('continue-as-new', () => {
  it('restarts with the new input and an empty history', async () => {
    const hub = openHub(app);
    const { output, input } = await hub.run('countdown', 3, 'c');
    expect([output, input]).toEqual(['at 0', 0]);
    expect(await hub.history('c')).toHaveLength(3);
  });

  it('keeps events that were not consumed', async () => {
    const hub = openHub(app, { asleep: true });
    const id = await hub.begin('collects');
    for (const n of [1, 2, 3]) await hub.raise(id, 'add', n);
    hub.extension.start();
    await hub.raise(id, 'add', 4);
    expect((await hub.settled(id)).output).toEqual([1, 2, 3, 4]);
  });
});

describe('sub-orchestrations', () => {
  it('get an id derived from the parent, or the given one', async () => {
    const hub = openHub(app);
    const { output } = await hub.run('parent', null, 'p');
    expect(output).toEqual([
      { input: 'automatic id', instanceId: expect.stringMatching(/^[0-9a-f-]{36}:0$/), parent: 'p' },
      { input: { explicit: true }, instanceId: 'child-of-mine', parent: 'p' },
    ]);
    expect((await hub.status('child-of-mine')).runtimeStatus).toBe('Completed');
  });

  it('that fail are retried with the same id, and then reported to the parent', async () => {
    const hub = openHub(app);
    const { output } = await hub.run('childFails');
    expect(output).toMatch(/^Orchestrator function 'throws' failed: no good \n Message: no good, StackTrace:/);
    expect(hub.invoked.filter(({ fn }) => fn.name === 'throws')).toHaveLength(2);
  });

  it('fail immediately if an instance with that id is running', async () => {
    const hub = openHub(app);
    await hub.begin('events', null, 'busy');
    expect((await hub.run('childIdTaken')).output).toMatch(/'busy' and the status (Pending|Running) already exists/);
  });
});

it('started without input get null, and a missing result is null', async () => {
  const hub = openHub(app);
  expect((await hub.run('echo')).output).toMatchObject({ input: null });
  expect((await hub.run('returnNothing2')).output).toBeNull();
});
