import { loadAppUnderTest } from './app-under-test';
import { closeHubs, type Hub, openHub, until } from './hub';

const app = loadAppUnderTest();
const { df } = app;

let armed = false;
df.app.activity('whenArmed', {
  handler: () => {
    if (!armed) throw new Error('not armed');
    return 'armed';
  },
});
df.app.activity('note', { handler: (text: unknown) => text });
df.app.orchestration('forever', function* (context) {
  for (;;) {
    const last = yield context.df.waitForExternalEvent('tick');
    context.df.setCustomStatus({ last });
    yield context.df.callActivity('note', last);
    if (last === 'stop') return 'stopped';
  }
});
df.app.orchestration('fragile', function* (context) {
  const before = (yield context.df.callActivity('note', 'before')) as string;
  return [before, (yield context.df.callActivity('whenArmed')) as string];
});
df.app.orchestration('fragileRetry', function* (context) {
  const before = (yield context.df.callActivity('note', 'before')) as string;
  return [before, (yield context.df.callActivityWithRetry('whenArmed', new df.RetryOptions(5, 2))) as string];
});
df.app.orchestration('fragileParent', function* (context) {
  const child = (yield context.df.callSubOrchestrator('fragile', undefined, 'fragile-child')) as string[];
  return ['parent of', ...child];
});
df.app.orchestration('hasChild', function* (context) {
  try {
    yield context.df.callSubOrchestrator('forever', undefined, 'endless-child');
  } catch (error) {
    return (error as Error).message.trim();
  }
  return 'not reached';
});

beforeEach(() => {
  armed = false;
});
afterEach(closeHubs);

const running = (hub: Hub, id: string) => hub.settled(id, ({ runtimeStatus }) => runtimeStatus === 'Running');
const post = async (hub: Hub, path: string) => (await hub.request('POST', `instances/${path}`)).status;

describe('terminate', () => {
  it('ends an instance immediately, with the reason as output', async () => {
    const hub = openHub(app);
    const id = await hub.begin('forever');
    await running(hub, id);
    expect(await post(hub, `${id}/terminate?reason=because%20I%20said`)).toBe(202);
    const { runtimeStatus, output } = await hub.settled(id);
    expect([runtimeStatus, output]).toEqual(['Terminated', 'because I said']);
    expect((await hub.history(id)).slice(1)).toEqual([
      { EventType: 'ExecutionTerminated', Input: 'because I said', Timestamp: expect.any(String) },
      {
        EventType: 'ExecutionCompleted',
        OrchestrationStatus: 'Terminated',
        Result: 'because I said',
        FailureDetails: null,
        Timestamp: expect.any(String),
      },
    ]);
    expect(await post(hub, `${id}/terminate`)).toBe(410);
  });

  it('without a reason leaves no output', async () => {
    const hub = openHub(app);
    const id = await hub.begin('forever');
    await post(hub, `${id}/terminate`);
    expect((await hub.settled(id)).output).toBeNull();
  });

  it('of a sub-orchestration fails it for its parent', async () => {
    const hub = openHub(app);
    const id = await hub.begin('hasChild');
    await until(
      () => hub.request('GET', 'instances/endless-child'),
      ({ status }) => status === 202,
    );
    await post(hub, 'endless-child/terminate?reason=enough');
    expect((await hub.settled(id)).output).toBe('enough');
  });
});

describe('suspend and resume', () => {
  it('a suspended instance receives events and starts nothing new until it is resumed', async () => {
    const hub = openHub(app);
    const id = await hub.begin('forever');
    await running(hub, id);
    expect(await post(hub, `${id}/suspend?reason=pause`)).toBe(202);
    const suspended = await hub.settled(id, ({ runtimeStatus }) => runtimeStatus === 'Suspended');
    expect(suspended.output).toBe('pause');
    await hub.raise(id, 'tick', 't1');
    await hub.settled(id, ({ customStatus }) => customStatus !== null);
    expect((await hub.status(id)).runtimeStatus).toBe('Suspended');
    expect(hub.invoked.filter(({ fn }) => fn.name === 'note')).toHaveLength(0);
    expect(await post(hub, `${id}/resume?reason=go`)).toBe(202);
    await running(hub, id);
    await until(
      () => hub.invoked.filter(({ fn }) => fn.name === 'note').length,
      (count) => count === 1,
    );
    await hub.raise(id, 'tick', 'stop');
    expect((await hub.settled(id)).output).toBe('stopped');
    const kinds = (await hub.history(id)).map(({ EventType, Reason }) => `${EventType} ${Reason ?? ''}`.trim());
    expect(kinds.slice(1, 5)).toEqual([
      'ExecutionSuspended pause',
      'EventRaised',
      'ExecutionResumed go',
      'TaskCompleted',
    ]);
  });

  it('twice, or of an instance that is not suspended, is an error', async () => {
    const hub = openHub(app);
    const id = await hub.begin('forever', null, 'f');
    await running(hub, id);
    const { status, body } = await hub.request('POST', 'instances/f/resume');
    expect([status, JSON.parse(body ?? '')]).toEqual([
      500,
      {
        Message: 'Something went wrong while processing your request',
        ExceptionMessage: 'Cannot resume the orchestration instance f because instance is in the Running state.',
        ExceptionType: 'System.InvalidOperationException',
        StackTrace: '',
      },
    ]);
    await post(hub, 'f/suspend');
    await hub.settled(id, ({ runtimeStatus }) => runtimeStatus === 'Suspended');
    expect(await post(hub, 'f/suspend')).toBe(500);
  });
});

describe('rewind', () => {
  it.each(['fragile', 'fragileRetry'])('runs failed steps again, but not successful ones: %s', async (name) => {
    const hub = openHub(app);
    const id = await hub.begin(name, null, 'r');
    expect((await hub.settled(id)).runtimeStatus).toBe('Failed');
    armed = true;
    expect(await post(hub, 'r/rewind?reason=again')).toBe(202);
    expect((await hub.settled(id)).output).toEqual(['before', 'armed']);
    expect(hub.invoked.filter(({ fn }) => fn.name === 'note')).toHaveLength(1);
    const kinds = (await hub.history(id)).map(({ EventType, Data }) => `${EventType} ${Data ?? ''}`.trim());
    expect(kinds).toContain('GenericEvent again');
    expect(kinds.slice(-2)).toEqual(['TaskCompleted', 'ExecutionCompleted']);
  });

  it('fails again if nothing has changed', async () => {
    const hub = openHub(app);
    await hub.run('fragileRetry', null, 'r');
    await post(hub, 'r/rewind');
    expect((await hub.settled('r')).runtimeStatus).toBe('Failed');
    expect(hub.invoked.filter(({ fn }) => fn.name === 'whenArmed')).toHaveLength(4);
  });

  it('rewinds failed sub-orchestrations', async () => {
    const hub = openHub(app);
    expect((await hub.run('fragileParent', null, 'p')).runtimeStatus).toBe('Failed');
    armed = true;
    await post(hub, 'p/rewind');
    expect((await hub.settled('p')).output).toEqual(['parent of', 'before', 'armed']);
    expect((await hub.status('fragile-child')).runtimeStatus).toBe('Completed');
    expect(hub.invoked.filter(({ fn }) => fn.name === 'note')).toHaveLength(1);
  });

  it('restarts a failed sub-orchestration that has been purged', async () => {
    const hub = openHub(app);
    await hub.run('fragileParent', null, 'p');
    await hub.request('DELETE', 'instances/fragile-child');
    armed = true;
    await post(hub, 'p/rewind');
    expect((await hub.settled('p')).output).toEqual(['parent of', 'before', 'armed']);
  });

  it('is refused for instances that did not fail', async () => {
    const hub = openHub(app);
    armed = true;
    await hub.run('fragile', null, 'done');
    const { status, body } = await hub.request('POST', 'instances/done/rewind');
    expect([status, JSON.parse(body ?? '')]).toEqual([
      412,
      'This orchestration has status Completed, but only orchestrations in the "Failed" state can be rewound.',
    ]);
    expect(await post(hub, 'unknown/rewind')).toBe(404);
  });
});

describe('restart', () => {
  it('runs the same function and input again, with a new id or the same', async () => {
    const hub = openHub(app);
    armed = true;
    await hub.run('fragile', { n: 1 }, 'first');
    const fresh = await hub.request('POST', 'instances/first/restart');
    const { id } = JSON.parse(fresh.body ?? '') as { id: string };
    expect([fresh.status, id]).toEqual([202, expect.stringMatching(/^[0-9a-f]{32}$/)]);
    expect(await hub.settled(id)).toMatchObject({ name: 'fragile', input: { n: 1 }, runtimeStatus: 'Completed' });
    const same = await hub.request('POST', 'instances/first/restart?restartWithNewInstanceId=false');
    expect([same.status, (JSON.parse(same.body ?? '') as { id: string }).id]).toEqual([202, 'first']);
    await hub.settled('first');
    expect((await hub.history('first'))[0]).toMatchObject({ EventType: 'ExecutionStarted', Generation: 1 });
  });

  it('with the same id is refused while the instance runs', async () => {
    const hub = openHub(app);
    await hub.begin('forever', null, 'f');
    expect(await post(hub, 'f/restart?restartWithNewInstanceId=false')).toBe(409);
  });
});
