import { loadAppUnderTest } from './app-under-test';
import { closeHubs, openHub, until } from './hub';

const app = loadAppUnderTest();
const { df } = app;
df.app.activity('greet', { handler: (name: unknown) => `Hello, ${name}!` });
df.app.activity('describe', { handler: (value: unknown) => ({ value: value ?? null, type: typeof value }) });
df.app.activity('returnNothing', { handler: () => undefined });
df.app.orchestration('throws', () => {
  throw new Error('no good');
});
df.app.orchestration('throwsNothing', function* (context) {
  yield context.df.callActivity('returnNothing');
  throw '';
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

df.app.orchestration('throwsUndefined', function* (context) {
  yield context.df.callActivity('returnNothing');
  throw undefined;
});
df.app.orchestration('yieldsNoTask', function* () {
  yield 'not a task' as never;
});
df.app.orchestration('notAGenerator', (() => 'plain') as never);
df.app.orchestration('returnsBigInt', function* (context) {
  yield context.df.callActivity('returnNothing');
  return 1n;
});

afterEach(closeHubs);

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

  it('when the orchestrator’s code has changed: instance, expected and actual action', async () => {
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

  it('when it schedules too many actions', async () => {
    const hub = openHub(app, { settings: { maxOrchestrationActions: 3 } });
    expect((await hub.run('manyActions')).output).toMatch(
      /requested 4 actions, more than maxOrchestrationActions \(3\)/,
    );
  });

  it('when the orchestrator can never continue', async () => {
    const { runtimeStatus, output } = await openHub(app).run('throwsUndefined');
    expect(runtimeStatus).toBe('Failed');
    expect(output).toMatch(/neither returned nor waits for anything/);
  });

  it.each([
    ['yieldsNoTask', /programming constraint violation/],
    ['notAGenerator', /is not a function/],
    ['returnsBigInt', /BigInt/],
  ])('when durable-functions itself throws: %s', async (name, text) => {
    const { runtimeStatus, output } = await openHub(app).run(name);
    expect([runtimeStatus, output]).toEqual(['Failed', expect.stringMatching(text)]);
  });

  it('and logs it if the orchestrator did not cause the failure', async () => {
    const hub = openHub(app);
    await hub.run('missesActivity', null, 'm');
    expect(hub.warnings).toEqual([
      expect.stringContaining("Instance 'm' of 'missesActivity' failed: The function 'noSuchActivity' doesn't exist"),
    ]);
  });
});
