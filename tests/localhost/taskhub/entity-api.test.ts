import { closeHubs, openHub } from './hub';
import { jsonAnswer, loadManagedApp } from './managed-app';

const app = loadManagedApp();
const { df } = app;
df.app.entity('Text', (context) => context.df.setState(context.df.getInput()));

afterEach(closeHubs);

describe('entities', () => {
  it('are read by name in any case and by exact key', async () => {
    const hub = openHub(app);
    await hub.signal('Counter', 'Key', 'add', 5);
    await hub.entity('counter', 'Key', (state) => state === 5);
    expect(await hub.request('GET', 'entities/COUNTER/Key')).toEqual({ status: 200, headers: jsonAnswer, body: '5' });
    expect((await hub.request('GET', 'entities/Counter/key')).status).toBe(404);
  });

  it('accept text as a string and no body as no input, and refuse invalid JSON', async () => {
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

  it('that are unknown are refused', async () => {
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
