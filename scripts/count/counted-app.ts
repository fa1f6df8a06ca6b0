// Runs the app on the local host with a counting proxy in front of each storage service, and records what happens while
// a piece of work runs.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLocalHost } from '../local-host';
import { repositoryRoot } from '../repository-root';
import { makeShop, type Shop } from '../shop/shop-client';
import { type CountingProxy, type RecordedRequest, type Service, startCountingProxy } from './counting-proxy';
import { startEmulator } from './emulator';

const services: Service[] = ['blob', 'queue', 'table'];
/** By then all background work of an order or a picture has ended. */
const QUIET_MS = 4000;
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
/** Runs inside the host's process and records the requests of the durable client. */
const RECORD_DURABLE_CLIENT = `data:text/javascript,${encodeURIComponent(`
  import { subscribe } from 'node:diagnostics_channel';
  import { appendFileSync } from 'node:fs';
  subscribe('http.client.response.finish', ({ request: { method, path } }) => {
    if (path.startsWith('/durabletask/')) appendFileSync(process.env.CARTWRIGHT_COUNT_FILE, method + ' ' + path + '\\n');
  });
`)}`;

export interface Recording {
  requests: RecordedRequest[];
  log: string;
  /** e.g. `GET /durabletask/entities/cart/…`. */
  durableCalls: string[];
}

export interface CountedApp {
  shop: Shop;
  /** Records what happens while `work` runs and for 4 s afterwards. */
  during(work: () => Promise<void>): Promise<Recording>;
  /** Stops the host, so that its task hub file can be read. */
  stop(): Promise<{ taskHubFile: string }>;
  remove(): Promise<void>;
}

export async function startCountedApp(): Promise<CountedApp> {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-count-'));
  const emulator = await startEmulator();
  let requests: RecordedRequest[] = [];
  const proxies = await Promise.all(
    services.map((service) =>
      startCountingProxy(service, emulator.ports[service], (recorded) => requests.push(recorded)),
    ),
  );
  const callsFile = join(folder, 'durable-calls.txt');
  writeFileSync(callsFile, '');
  const printed: string[] = [];
  const log = () => printed.join('');
  const settings = writeSettings(folder, proxies);
  const flags = ['--port', '0', '--no-azurite', '--data', folder, '--settings', settings];
  const before = { ...process.env };
  process.env.NODE_OPTIONS = `--import "${RECORD_DURABLE_CLIENT}"`;
  process.env.CARTWRIGHT_COUNT_FILE = callsFile;
  const starting = startLocalHost({ flags, output: (text) => void printed.push(text) });
  process.env = before;
  const calls = () => readFileSync(callsFile, 'utf8').split('\n').filter(Boolean);
  const remove = async () => {
    await starting.stop();
    for (const proxy of proxies) proxy.close();
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const host = await starting.started.catch(async (error: Error) => {
    await remove();
    throw new Error(`${error.message}\n${log().slice(-2000)}`, { cause: error });
  });
  return {
    shop: makeShop(host.origin),
    async during(work) {
      const callsBefore = calls().length;
      const logBefore = log().length;
      requests = [];
      await work();
      await sleep(QUIET_MS);
      return { requests, log: log().slice(logBefore), durableCalls: calls().slice(callsBefore) };
    },
    async stop() {
      await starting.stop();
      return { taskHubFile: join(folder, `${hubName()}.taskhub.db`) };
    },
    remove,
  };
}

function writeSettings(folder: string, proxies: CountingProxy[]): string {
  const sample = JSON.parse(readFileSync(join(repositoryRoot(), 'local.settings.sample.json'), 'utf8')) as {
    Values: Record<string, string>;
  };
  const endpoints = services.map((service, at) => {
    const name = service.charAt(0).toUpperCase() + service.slice(1);
    return `${name}Endpoint=http://127.0.0.1:${proxies[at]?.port}/${ACCOUNT};`;
  });
  sample.Values.AzureWebJobsStorage = `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};${endpoints.join('')}`;
  const file = join(folder, 'settings.json');
  writeFileSync(file, JSON.stringify(sample));
  return file;
}

function hubName(): string {
  const { extensions } = JSON.parse(readFileSync(join(repositoryRoot(), 'host.json'), 'utf8')) as {
    extensions: { durableTask: { hubName: string } };
  };
  return extensions.durableTask.hubName;
}
