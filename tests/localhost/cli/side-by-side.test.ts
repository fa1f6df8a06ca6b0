import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanUp, fixture, type HostProcess, startHostProcess, temporaryFolder } from './host-process';

afterEach(cleanUp);

const start = (data: string) =>
  startHostProcess({
    app: fixture('hello-app'),
    flags: ['--settings', 'local.settings.sample.json', '--azurite-port', '0', '--data', data],
  });

async function tour({ origin }: HostProcess, cities: string[]): Promise<unknown> {
  await fetch(`${origin}/api/tours/same`, { method: 'POST', body: JSON.stringify(cities) });
  const instance = `${origin}/runtime/webhooks/durabletask/instances/same`;
  const headers = { 'content-type': 'application/json' };
  await fetch(`${instance}/raiseEvent/Onward`, { method: 'POST', headers, body: JSON.stringify(cities.join()) });
  for (;;) {
    const { runtimeStatus, output } = (await (await fetch(instance)).json()) as Record<string, unknown>;
    if (runtimeStatus === 'Completed') return output;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const seen = async ({ origin }: HostProcess) =>
  ((await (await fetch(`${origin}/api/seen`)).json()) as { greetings: { name: string }[] }).greetings;

it('runs two copies of an app in parallel with separate ports, emulators, queues and instances', async () => {
  const [one, other] = await Promise.all([start(temporaryFolder()), start(temporaryFolder())]);
  const tours = await Promise.all([tour(one, ['Rome']), tour(other, ['Oslo', 'Bern'])]);
  expect(tours).toEqual([
    { greetings: ['Hello, Rome!'], word: 'Rome', visits: 1 },
    { greetings: ['Hello, Oslo!', 'Hello, Bern!'], word: 'Oslo,Bern', visits: 2 },
  ]);
  await fetch(`${one.origin}/api/hello?name=Ada`);
  await one.shows("Executed 'Functions.noteGreeting' (Succeeded");
  expect(await seen(one)).toMatchObject([{ name: 'Ada' }]);
  expect(await one.stop()).toBe(0);
  await fetch(`${other.origin}/api/hello?name=Bob`);
  await other.shows("Executed 'Functions.noteGreeting' (Succeeded");
  expect(await seen(other)).toMatchObject([{ name: 'Bob' }]);
  expect(await other.stop()).toBe(0);
});

it('lets exactly one of several starting hosts take over an abandoned data folder', async () => {
  const data = temporaryFolder();
  const app = fixture('http-app');
  const first = await startHostProcess({ app, flags: ['--data', data] });
  const claim = readFileSync(join(data, 'host.lock'));
  first.signal('SIGKILL');
  await first.ended;
  for (let round = 0; round < 3; round++) {
    writeFileSync(join(data, 'host.lock'), claim);
    const refused: string[] = [];
    const hosts = await Promise.all(
      [1, 2, 3, 4].map(() =>
        startHostProcess({ app, flags: ['--data', data] }).catch((error: Error) => {
          refused.push(error.message);
          return undefined;
        }),
      ),
    );
    expect(hosts.filter((host) => host !== undefined)).toHaveLength(1);
    for (const message of refused) {
      expect(message).toMatch(
        /^The host ended with code 1\.\nThe data folder \S+ is in use by another local host \(process \d+\)\. Stop it, or choose another folder with --data\.\n$/,
      );
    }
    for (const host of hosts) expect(await (host?.stop() ?? 0)).toBe(0);
  }
});
