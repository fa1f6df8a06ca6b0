import { loadAppUnderTest } from './app-under-test';
import { closeHubs, type Hub, openHub, type Status } from './hub';

const app = loadAppUnderTest();
const { df } = app;

df.app.activity('note', { handler: (text: unknown) => text });
df.app.activity('fail', {
  handler: () => {
    throw new Error('no');
  },
});
df.app.orchestration('echo', function* (context) {
  return (yield context.df.callActivity('note', context.df.getInput() ?? null)) as string;
});
df.app.orchestration('fails', function* (context) {
  yield context.df.callActivity('fail');
});
df.app.orchestration('waits', function* (context) {
  context.df.setCustomStatus({ waiting: true });
  return (yield context.df.waitForExternalEvent('Go')) as string;
});
df.app.orchestration('mixed', function* (context) {
  const entity = new df.EntityId('Counter', 'mixed');
  const value = (yield context.df.callEntity(entity, 'add', 3)) as number;
  yield context.df.createTimer(context.df.currentUtcDateTime);
  return (yield context.df.callSubOrchestrator('echo', value, 'mixed-child')) as number;
});
df.app.entity('Counter', (context) => {
  const value = (context.df.getState(() => 0) as number) + Number(context.df.getInput() ?? 0);
  context.df.setState(value);
  context.df.return(value);
});
df.app.entity('Text', (context) => context.df.setState(context.df.getInput()));

afterEach(closeHubs);

const json = { 'content-type': 'application/json' };
const jsonAnswer = { 'Content-Type': 'application/json; charset=utf-8' };
const base = 'http://localhost:7071/runtime/webhooks/durabletask';
const query = 'taskHub=TestHub&connection=Storage&code=key';

const running = (hub: Hub, id: string) => hub.settled(id, ({ runtimeStatus }) => runtimeStatus === 'Running');

describe('start', () => {
  it('answers 202 with the urls of the new instance, in the genuine order and without rewind', async () => {
    const { status, headers, body } = await openHub(app).request('POST', 'orchestrators/echo/i1', '{"a": 1}');
    expect([status, headers]).toEqual([
      202,
      { ...jsonAnswer, Location: `${base}/instances/i1?${query}`, 'Retry-After': '10' },
    ]);
    expect(JSON.stringify(JSON.parse(body ?? ''))).toBe(
      JSON.stringify({
        id: 'i1',
        statusQueryGetUri: `${base}/instances/i1?${query}`,
        sendEventPostUri: `${base}/instances/i1/raiseEvent/{eventName}?${query}`,
        terminatePostUri: `${base}/instances/i1/terminate?reason={text}&${query}`,
        purgeHistoryDeleteUri: `${base}/instances/i1?${query}`,
        restartPostUri: `${base}/instances/i1/restart?${query}`,
        suspendPostUri: `${base}/instances/i1/suspend?reason={text}&${query}`,
        resumePostUri: `${base}/instances/i1/resume?reason={text}&${query}`,
      }),
    );
  });

  it('gives an id without dashes when none was asked for', async () => {
    expect(await openHub(app).begin('echo')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('refuses JSON that is none', async () => {
    const hub = openHub(app);
    const { status, body } = await hub.request('POST', 'orchestrators/echo/bad', '{bad');
    expect([status, JSON.parse(body ?? '')]).toEqual([
      400,
      {
        Message: 'Invalid JSON content',
        ExceptionMessage: expect.any(String),
        ExceptionType: 'Newtonsoft.Json.JsonReaderException',
        StackTrace: '',
      },
    ]);
    expect((await hub.request('GET', 'instances/bad')).status).toBe(404);
  });

  it.each(['@x@y', 'a%2Fb', 'a%5Cb', 'a%23b', 'a%3Fb', 'a%0Ab', 'x'.repeat(257)])('refuses the id %s', async (id) => {
    expect((await openHub(app).request('POST', `orchestrators/echo/${id}`)).status).toBe(400);
  });

  it('refuses an id that is in use, and takes one that is used up', async () => {
    const hub = openHub(app);
    await hub.begin('waits', 1, 'dup');
    await running(hub, 'dup');
    const { status, body } = await hub.request('POST', 'orchestrators/waits/dup');
    expect([status, body]).toEqual([
      409,
      '{"Message":"An Orchestration instance with the status Running already exists."}',
    ]);
    await hub.raise('dup', 'Go', 1);
    await hub.settled('dup');
    expect((await hub.run('echo', 'again', 'dup')).output).toBe('again');
  });

  it('replaces an instance under way when host.json allows any state', async () => {
    const hub = openHub(app, { settings: { overridableExistingInstanceStates: 'AnyState' } });
    await hub.begin('waits', 1, 'dup');
    await running(hub, 'dup');
    expect((await hub.run('echo', 'instead', 'dup')).output).toBe('instead');
  });

  it('waits for the end when asked to, and answers with the output', async () => {
    const hub = openHub(app);
    const wait = 'timeout=5&pollingInterval=1';
    expect(await hub.request('POST', `orchestrators/echo?${wait}`, '"done"')).toEqual({
      status: 200,
      headers: jsonAnswer,
      body: '"done"',
    });
    const failed = await hub.request('POST', `orchestrators/fails?${wait}`);
    expect([failed.status, (JSON.parse(failed.body ?? '') as Status).runtimeStatus]).toEqual([200, 'Failed']);
    const late = await hub.request('POST', 'orchestrators/waits/w?timeout=0.03&pollingInterval=0.01');
    expect([late.status, (JSON.parse(late.body ?? '') as { id: string }).id]).toEqual([202, 'w']);
    expect((await hub.request('POST', 'orchestrators/echo?timeout=1&pollingInterval=2')).status).toBe(400);
  });
});

describe('status', () => {
  it('of a running instance is 202 and says where to look again', async () => {
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

  it('shows the history with the ends of tasks joined to their beginnings', async () => {
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
  it('takes only JSON, by its type and by its text', async () => {
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

it('errors about unknown instances read like the genuine ones', async () => {
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

describe('list', () => {
  async function filled() {
    const hub = openHub(app);
    for (const id of ['a1', 'a2', 'b1']) await hub.run('echo', id, id);
    await hub.run('fails', null, 'b2');
    await hub.begin('waits', null, 'c1');
    await running(hub, 'c1');
    return hub;
  }
  const ids = (body: string | undefined) => (JSON.parse(body ?? '') as Status[]).map(({ instanceId }) => instanceId);
  const listed = async (hub: Hub, filter: string) => ids((await hub.request('GET', `instances?${filter}`)).body);

  it('filters by status, prefix and time, and ignores what it cannot read', async () => {
    const hub = await filled();
    expect(await listed(hub, '')).toEqual(['a1', 'a2', 'b1', 'b2', 'c1']);
    expect(await listed(hub, 'runtimeStatus=Failed,Running')).toEqual(['b2', 'c1']);
    expect(await listed(hub, 'runtimeStatus=Failed&runtimeStatus=0')).toEqual(['b2', 'c1']);
    expect(await listed(hub, 'runtimeStatus=Nope')).toHaveLength(5);
    expect(await listed(hub, 'instanceIdPrefix=b')).toEqual(['b1', 'b2']);
    expect(await listed(hub, 'createdTimeFrom=2040-01-01T00:00:00Z')).toEqual([]);
    expect(await listed(hub, 'createdTimeTo=2000-01-01T00:00:00Z')).toEqual([]);
    expect(await listed(hub, 'createdTimeFrom=xyz')).toHaveLength(5);
    expect(await listed(hub, 'createdTimeFrom=2000-01-01T00:00:00Z&createdTimeTo=2040-01-01')).toHaveLength(5);
  });

  it('is read page by page', async () => {
    const hub = await filled();
    const pages = [];
    let token = '';
    do {
      const headers: Record<string, string> = token ? { 'x-ms-continuation-token': token } : {};
      const page = await hub.request('GET', 'instances/?top=2', '', headers);
      pages.push(ids(page.body));
      token = page.headers['x-ms-continuation-token'] ?? '';
    } while (token);
    expect(pages).toEqual([['a1', 'a2'], ['b1', 'b2'], ['c1']]);
  });

  it('shows entities among the instances', async () => {
    const hub = openHub(app);
    await hub.signal('Counter', 'k', 'add', 4);
    await hub.entity('Counter', 'k', (state) => state === 4);
    const { body } = await hub.request('GET', 'instances');
    expect(JSON.parse(body ?? '')).toMatchObject([
      {
        name: '@counter@k',
        instanceId: '@counter@k',
        runtimeStatus: 'Running',
        input: { exists: true, state: '4' },
        customStatus: { entityExists: true },
      },
    ]);
  });
});

describe('purge', () => {
  it('removes an instance that has ended', async () => {
    const hub = openHub(app);
    await hub.run('echo', 1, 'e');
    const first = await hub.request('DELETE', 'instances/e');
    expect([first.status, first.body]).toEqual([200, '{"instancesDeleted":1}']);
    expect((await hub.request('GET', 'instances/e')).status).toBe(404);
    expect((await hub.request('DELETE', 'instances/e')).status).toBe(404);
  });

  it('leaves one that runs', async () => {
    const hub = openHub(app);
    await hub.begin('waits', 1, 'w');
    await running(hub, 'w');
    const { status, body } = await hub.request('DELETE', 'instances/w');
    expect([status, JSON.parse(body ?? '')]).toEqual([
      412,
      'Only orchestrations in a terminal state can be purged, but the orchestration with instance ID w has status Running',
    ]);
  });

  it('of many needs a time, takes only what has ended, and is 404 when there is nothing', async () => {
    const hub = openHub(app);
    await hub.run('echo', 1, 'a');
    await hub.run('fails', 1, 'b');
    await hub.begin('waits', 1, 'c');
    const purge = async (filter: string) => {
      const { status, body } = await hub.request('DELETE', `instances?${filter}`);
      return [status, body && JSON.parse(body)] as unknown;
    };
    const since = 'createdTimeFrom=2000-01-01T00:00:00Z';
    expect(await purge('')).toEqual([400, "Please provide value for 'createdTimeFrom' parameter."]);
    expect(await purge(`${since}&runtimeStatus=Failed`)).toEqual([200, { instancesDeleted: 1 }]);
    expect(await purge(`${since}&createdTimeTo=2001-01-01`)).toEqual([404, undefined]);
    expect(await purge(since)).toEqual([200, { instancesDeleted: 1 }]);
    expect((await hub.status('c')).name).toBe('waits');
  });
});

describe('entities', () => {
  it('are read by name in any case and by exact key', async () => {
    const hub = openHub(app);
    await hub.signal('Counter', 'Key', 'add', 5);
    await hub.entity('counter', 'Key', (state) => state === 5);
    expect(await hub.request('GET', 'entities/COUNTER/Key')).toEqual({ status: 200, headers: jsonAnswer, body: '5' });
    expect((await hub.request('GET', 'entities/Counter/key')).status).toBe(404);
  });

  it('take text as a string, nothing as no input, and refuse JSON that is none', async () => {
    const hub = openHub(app);
    const signal = async (body: string, type: string) => {
      return (await hub.request('POST', 'entities/Text/t?op=set', body, { 'content-type': type })).status;
    };
    expect(await signal('xx', 'text/plain')).toBe(202);
    await hub.entity('Text', 't', (state) => state === 'xx');
    expect(await signal('{bad', 'application/json')).toBe(400);
    expect((await hub.request('POST', 'entities/Counter/none')).status).toBe(202);
    await hub.entity('Counter', 'none', (state) => state === 0);
    expect(JSON.parse(hub.invoked.at(-1)?.request.trigger.string ?? '')).toMatchObject({
      batch: [{ name: '', input: null }],
    });
  });

  it('that the app does not have are refused', async () => {
    const { status, body } = await openHub(app).request('POST', 'entities/nosuch/k?op=add');
    expect([status, body]).toEqual([
      400,
      "{\"Message\":\"The function 'nosuch' doesn't exist, is disabled, or is not an entity function. Additional info: The following are the known entity functions: 'Counter', 'Text'.\"}",
    ]);
  });

  it('are listed page by page, with their state on request, and the empty key is $ in urls', async () => {
    const hub = openHub(app);
    for (const key of ['a', 'b', '$']) await hub.signal('Counter', key, 'add', 1);
    await hub.signal('Text', 'x', 'set', 'y');
    await hub.entity('Text', 'x', (state) => state === 'y');
    for (const key of ['a', 'b', '$']) await hub.entity('Counter', key, (state) => state === 1);
    const first = await hub.request('GET', 'entities/Counter?fetchState=true&top=2');
    const lastOperationTime = expect.stringMatching(/Z$/);
    expect(JSON.parse(first.body ?? '')).toEqual([
      { entityId: { name: 'counter', key: '' }, lastOperationTime, state: 1 },
      { entityId: { name: 'counter', key: 'a' }, lastOperationTime, state: 1 },
    ]);
    const token = first.headers['x-ms-continuation-token'] ?? '';
    expect(Buffer.from(token, 'base64').toString()).toBe('@counter@b');
    const second = await hub.request('GET', 'entities/Counter?top=2', '', { 'x-ms-continuation-token': token });
    expect(JSON.parse(second.body ?? '')).toMatchObject([{ entityId: { key: 'b' }, state: null }]);
    expect(JSON.parse((await hub.request('GET', 'entities')).body ?? '')).toHaveLength(4);
    const future = await hub.request('GET', 'entities?lastOperationTimeFrom=2040-01-01T00:00:00Z');
    expect(JSON.parse(future.body ?? '')).toEqual([]);
  });

  it('are deleted by the operation delete', async () => {
    const hub = openHub(app);
    expect((await hub.request('DELETE', 'entities/Counter/k')).status).toBe(202);
    await hub.entity('Counter', 'k', (state) => state === 0);
    expect(JSON.parse(hub.invoked[0]?.request.trigger.string ?? '')).toMatchObject({ batch: [{ name: 'delete' }] });
  });
});
