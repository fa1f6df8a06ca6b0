import { closeHubs, openHub, type Status } from './hub';
import { base, json, jsonAnswer, loadManagedApp, running } from './managed-app';

const app = loadManagedApp();
const { df } = app;
df.app.orchestration('mixed', function* (context) {
  const entity = new df.EntityId('Counter', 'mixed');
  const value = (yield context.df.callEntity(entity, 'add', 3)) as number;
  yield context.df.createTimer(context.df.currentUtcDateTime);
  return (yield context.df.callSubOrchestrator('echo', value, 'mixed-child')) as number;
});

afterEach(closeHubs);

describe('status', () => {
  it('of a running instance is 202 with the polling url', async () => {
    const hub = openHub(app);
    await hub.begin('waits', { z: 1 }, 'w');
    await running(hub, 'w');
    const { status, headers, body } = await hub.request('GET', 'instances/w?code=key&showInput=true');
    expect([status, headers]).toEqual([
      202,
      { ...jsonAnswer, Location: `${base}/instances/w?code=key&showInput=true`, 'Retry-After': '5' },
    ]);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(JSON.parse(body ?? '')).toEqual({
      name: 'waits',
      instanceId: 'w',
      runtimeStatus: 'Running',
      input: { z: 1 },
      customStatus: { waiting: true },
      output: null,
      createdTime: time,
      lastUpdatedTime: time,
    });
  });

  it('hides the input on request', async () => {
    const hub = openHub(app);
    await hub.run('echo', 'secret', 'e');
    const { body } = await hub.request('GET', 'instances/e?showInput=false');
    expect(JSON.parse(body ?? '')).toMatchObject({ input: null, output: 'secret' });
  });

  it('of a failed instance is 200, or 500 on request', async () => {
    const hub = openHub(app);
    await hub.run('fails', null, 'f');
    expect((await hub.request('GET', 'instances/f')).status).toBe(200);
    expect((await hub.request('GET', 'instances/f?returnInternalServerErrorOnFailure=true')).status).toBe(500);
  });

  it('shows the history with each completion merged with its schedule event', async () => {
    const hub = openHub(app);
    await hub.run('mixed', null, 'm');
    const Timestamp = expect.any(String);
    const ScheduledTime = expect.stringMatching(/\+00:00$/);
    const FireAt = expect.any(String);
    expect(await hub.history('m')).toEqual([
      {
        EventType: 'ExecutionStarted',
        Input: 'null',
        Correlation: null,
        ParentTraceContext: null,
        ScheduledStartTime: null,
        Generation: 0,
        GenerateNewTrace: false,
        Timestamp,
        FunctionName: 'mixed',
      },
      { EventType: 'EventSent', InstanceId: '@counter@mixed', Name: 'op', Input: expect.any(String), Timestamp },
      {
        EventType: 'EventRaised',
        Name: expect.any(String),
        Input: expect.any(String),
        ParentTraceContext: null,
        Timestamp,
      },
      { EventType: 'TimerCreated', FireAt, Timestamp },
      { EventType: 'TimerFired', FireAt, Timestamp },
      {
        EventType: 'SubOrchestrationInstanceCompleted',
        Result: 3,
        Timestamp,
        ScheduledTime,
        FunctionName: 'echo',
        InstanceId: 'mixed-child',
        Input: null,
      },
      { EventType: 'ExecutionCompleted', OrchestrationStatus: 'Completed', Result: 3, FailureDetails: null, Timestamp },
    ]);
    const { body } = await hub.request('GET', 'instances/m?showHistory=true');
    const { historyEvents = [] } = JSON.parse(body ?? '') as Status;
    expect(historyEvents.some((event) => 'Result' in event)).toBe(false);
  });
});

describe('raise event', () => {
  it('accepts only valid JSON with its content type', async () => {
    const hub = openHub(app);
    await hub.begin('waits', 1, 'w');
    const raise = async (body: string, headers = {}) => {
      return (await hub.request('POST', 'instances/w/raiseEvent/Go', body, headers)).status;
    };
    expect([await raise('1'), await raise('1', { 'content-type': 'text/plain' })]).toEqual([400, 400]);
    expect([await raise('{bad', json), await raise('', json)]).toEqual([400, 400]);
    expect(await raise('null', { 'Content-Type': 'application/json; charset=utf-8' })).toBe(202);
    expect(await hub.settled('w')).toMatchObject({ runtimeStatus: 'Completed', output: null });
    expect(await raise('1', json)).toBe(410);
  });
});

it.each([
  ['GET', 'instances/unknown'],
  ['POST', 'instances/unknown/raiseEvent/Go'],
  ['POST', 'instances/unknown/terminate'],
  ['POST', 'instances/unknown/suspend'],
  ['POST', 'instances/unknown/resume'],
  ['POST', 'instances/unknown/bogus'],
  ['DELETE', 'instances/unknown'],
  ['PUT', 'instances/unknown'],
  ['GET', 'entities/Counter/unknown'],
  ['GET', 'orchestrators/echo'],
  ['GET', ''],
  ['GET', 'instances/%E0%A4%A'],
])('%s %s is 404 without a body', async (method, path) => {
  expect(await openHub(app).request(method, path, '{}', json)).toEqual({ status: 404, headers: {} });
});

it('errors about unknown instances have the genuine texts', async () => {
  const hub = openHub(app);
  const rewind = await hub.request('POST', 'instances/no/rewind');
  expect([rewind.status, rewind.body]).toEqual([404, '"No orchestration with instance ID \\"$no\\" found."']);
  const restart = await hub.request('POST', 'instances/no/restart');
  expect([restart.status, JSON.parse(restart.body ?? '')]).toEqual([
    400,
    {
      Message: 'InstanceId does not match a valid orchestration instance.',
      ExceptionMessage: "No instance with ID 'no' was found. (Parameter 'instanceId')",
      ExceptionType: 'System.ArgumentException',
      StackTrace: '',
    },
  ]);
});
