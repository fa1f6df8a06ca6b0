// One app with each version of the libraries. `npm run test:libraries` takes them all, `npm test` the oldest ones.

import { cleanUp, type HostProcess, startHostProcess } from '../localhost/cli/host-process';
import { installed } from './install';
import { all, type Pair, short } from './versions';

const node = Number(process.versions.node.split('.')[0]);
const pairs = process.env.LIBRARIES === 'all' ? all : short;
const runs = pairs.flatMap((pair) => [
  { ...pair, streaming: 'no' },
  ...(pair.streams ? [{ ...pair, streaming: 'yes' }] : []),
]);
const pollMs = 50;

let host: HostProcess;
afterEach(cleanUp);

const start = async (pair: Pair, streaming: string) => {
  host = await startHostProcess({
    app: await installed(pair),
    flags: ['--azurite-port', '0'],
    environment: { AzureWebJobsStorage: 'UseDevelopmentStorage=true', STREAMING: streaming },
  });
};
const call = (path: string, init?: RequestInit) => fetch(`${host.origin}/api/${path}`, init);

async function until<T>(path: string, isReached: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = (await (await call(path)).json()) as T;
    if (isReached(value)) return value;
    await new Promise((next) => setTimeout(next, pollMs));
  }
}

it.each(runs)(
  'runs an app of @azure/functions $functions and durable-functions $durable (streaming: $streaming)',
  async ({ streaming, ...pair }) => {
    await start(pair, streaming);
    const post = { method: 'POST', headers: { 'x-mark': 'm' } };
    expect(await (await call('echo/12?first=1', { ...post, body: 'text' })).json()).toEqual({
      name: '12',
      first: '1',
      header: 'm',
      body: 'text',
    });
    expect(await (await call('echo/plain')).json()).toEqual({ name: 'plain', first: null, header: null, body: null });

    expect((await call('send', { ...post, body: '{"letter":1}' })).status).toBe(202);
    expect(await until<unknown[]>('received', (letters) => letters.length > 0)).toEqual([[{ letter: 1 }, 1]]);

    expect((await call('start/one', post)).status).toBe(202);
    const ended = await until<{ runtimeStatus: string; result: unknown }>('status/one', ({ runtimeStatus }) =>
      ['Completed', 'Failed'].includes(runtimeStatus),
    );
    if (pair.brokenOnNode23 && node >= 23) {
      expect(ended).toEqual(expect.objectContaining({ result: expect.stringContaining(pair.brokenOnNode23) }));
      return;
    }
    expect(ended).toEqual({
      runtimeStatus: 'Completed',
      result: ['Hello, Ada!', { by: 'event' }, 2, 'Hello, all!', 6],
      entityState: 2,
    });
  },
);
