import { closeHubs, openHub, type Status } from './hub';
import { base, jsonAnswer, loadManagedApp, running } from './managed-app';

const app = loadManagedApp();

afterEach(closeHubs);
const query = 'taskHub=TestHub&connection=Storage&code=key';

describe('start', () => {
  it('returns 202 with the urls of the new instance, in the genuine order and without rewind', async () => {
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

  it('generates an id without dashes if none is given', async () => {
    expect(await openHub(app).begin('echo')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('refuses invalid JSON', async () => {
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

  it('refuses the id of a running instance, and accepts that of a finished one', async () => {
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

  it('replaces a running instance if host.json allows any state', async () => {
    const hub = openHub(app, { settings: { overridableExistingInstanceStates: 'AnyState' } });
    await hub.begin('waits', 1, 'dup');
    await running(hub, 'dup');
    expect((await hub.run('echo', 'instead', 'dup')).output).toBe('instead');
  });

  it('waits for the end if requested, and returns the output', async () => {
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
