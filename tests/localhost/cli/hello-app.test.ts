import { cleanUp, fixture, type HostProcess, startHostProcess, temporaryFolder } from './host-process';

// Runs a small app, not Cartwright, from its own folder: HTTP, queue, timer, orchestration and entity.
const flags = ['--settings', 'local.settings.sample.json', '--data', temporaryFolder(), '--azurite-port', '0'];
const start = () => startHostProcess({ app: fixture('hello-app'), flags });
let host: HostProcess;
beforeAll(async () => {
  host = await start();
});
afterAll(cleanUp);

async function eventually<T>(read: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  for (let i = 0; i < 200; i++) {
    const value = await read();
    if (good(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return read();
}

const json = async (url: string, init?: RequestInit) => (await fetch(url, init)).json() as Promise<never>;
const seen = (): Promise<{ greetings: object[]; ticks: number }> => json(`${host.origin}/api/seen`);

interface Status {
  runtimeStatus: string;
  output: unknown;
}

it('lists its functions like Core Tools', () => {
  const list = host.output().split('Functions:')[1]?.split('[20')[0]?.trim().split('\n\n');
  expect(list).toEqual([
    `hello: [GET,POST] ${host.origin}/api/hello`,
    `\tseen: [GET] ${host.origin}/api/seen`,
    `\tstartTour: [POST] ${host.origin}/api/tours/{id?}`,
    '\tgreetCity: activityTrigger',
    '\tnoteGreeting: queueTrigger',
    '\ttick: timerTrigger',
    '\ttour: orchestrationTrigger',
    '\tvisits: entityTrigger',
  ]);
});

it('responds over HTTP and passes a message to its queue trigger', async () => {
  expect(await json(`${host.origin}/api/hello?name=Ada`)).toEqual({ hello: 'Ada' });
  const { greetings } = await eventually(seen, (value) => value.greetings.length > 0);
  expect(greetings).toEqual([{ name: 'Ada', dequeueCount: 1 }]);
  await host.shows(/Executing 'Functions\.noteGreeting' \(Reason='New queue message detected on 'greetings'\.'/);
});

it('runs its timer', async () => {
  expect((await eventually(seen, ({ ticks }) => ticks >= 2)).ticks).toBeGreaterThanOrEqual(2);
});

it('runs its orchestration with activities, an event and an entity', async () => {
  const body = JSON.stringify(['Tokyo', 'Seattle']);
  const started = await fetch(`${host.origin}/api/tours/t1`, { method: 'POST', body });
  expect(started.status).toBe(202);
  const urls = (await started.json()) as { statusQueryGetUri: string; sendEventPostUri: string };
  expect(urls.statusQueryGetUri).toMatch(new RegExp(`^${host.origin}/runtime/webhooks/durabletask/instances/t1\\?`));
  await json(urls.statusQueryGetUri);
  await fetch(urls.sendEventPostUri.replace('{eventName}', 'Onward'), {
    method: 'POST',
    body: '"go"',
    headers: { 'content-type': 'application/json' },
  });
  const status = () => json(urls.statusQueryGetUri) as Promise<Status>;
  expect(await eventually(status, ({ runtimeStatus }) => runtimeStatus === 'Completed')).toMatchObject({
    runtimeStatus: 'Completed',
    output: { greetings: ['Hello, Tokyo!', 'Hello, Seattle!'], word: 'go', visits: 2 },
  });
});

it('continues an orchestration that was running when the host was killed', async () => {
  const started = await fetch(`${host.origin}/api/tours/t2`, { method: 'POST', body: '["Rome"]' });
  expect(started.status).toBe(202);
  host.signal('SIGKILL');
  await host.ended;
  host = await start();
  const instance = `${host.origin}/runtime/webhooks/durabletask/instances/t2`;
  await fetch(`${instance}/raiseEvent/Onward`, {
    method: 'POST',
    body: '"again"',
    headers: { 'content-type': 'application/json' },
  });
  const status = () => json(instance) as Promise<Status>;
  expect(await eventually(status, ({ runtimeStatus }) => runtimeStatus === 'Completed')).toMatchObject({
    output: { greetings: ['Hello, Rome!'], word: 'again', visits: 3 },
  });
});

it('exits cleanly, without an experimental warning', async () => {
  expect(await host.stop()).toBe(0);
  expect(host.errors()).toBe('');
  expect(host.output()).not.toContain('ExperimentalWarning');
});
