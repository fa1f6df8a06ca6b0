import { closeHubs, type Hub, openHub, type Status } from './hub';
import { loadManagedApp, running } from './managed-app';

const app = loadManagedApp();

afterEach(closeHubs);

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

  it('filters by status, prefix and time, and ignores invalid filters', async () => {
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

  it('is paged', async () => {
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
  it('removes a finished instance', async () => {
    const hub = openHub(app);
    await hub.run('echo', 1, 'e');
    const first = await hub.request('DELETE', 'instances/e');
    expect([first.status, first.body]).toEqual([200, '{"instancesDeleted":1}']);
    expect((await hub.request('GET', 'instances/e')).status).toBe(404);
    expect((await hub.request('DELETE', 'instances/e')).status).toBe(404);
  });

  it('refuses a running instance', async () => {
    const hub = openHub(app);
    await hub.begin('waits', 1, 'w');
    await running(hub, 'w');
    const { status, body } = await hub.request('DELETE', 'instances/w');
    expect([status, JSON.parse(body ?? '')]).toEqual([
      412,
      'Only orchestrations in a terminal state can be purged, but the orchestration with instance ID w has status Running',
    ]);
  });

  it('of many requires a time, removes only finished instances, and is 404 if there are none', async () => {
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
