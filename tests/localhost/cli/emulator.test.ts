import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { cleanUp, makeApp, startHostProcess, temporaryFolder } from './host-process';

afterEach(cleanUp);

const app = makeApp.bind(undefined, {
  'src/a.js': `
const { app } = require('@azure/functions');
app.http('storage', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ jsonBody: [process.env.AzureWebJobsStorage, process.env.OTHER] }) });
`,
  'local.settings.json':
    '{"Values":{"AzureWebJobsStorage":"UseDevelopmentStorage=true","OTHER":"UseDevelopmentStorage=true"}}',
});

interface Note {
  pid: number;
  ports: { blob: number; queue: number; table: number };
}

const noteIn = (data: string): Note => JSON.parse(readFileSync(join(data, 'azurite.json'), 'utf8'));

const isRunning = (pid: number) => {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

const start = (data: string) => startHostProcess({ app: app(), flags: ['--data', data, '--azurite-port', '0'] });

async function blobs(origin: string): Promise<BlobServiceClient> {
  const [connectionString = ''] = (await (await fetch(`${origin}/api/storage`)).json()) as string[];
  return BlobServiceClient.fromConnectionString(connectionString);
}

it('is started on free ports, passed to the app as connection string, and stopped with the host', async () => {
  const data = temporaryFolder();
  const host = await start(data);
  const { pid, ports } = noteIn(data);
  const settings = (await (await fetch(`${host.origin}/api/storage`)).json()) as string[];
  expect(settings[0]).toContain(`BlobEndpoint=http://127.0.0.1:${ports.blob}/devstoreaccount1;`);
  expect(settings[1]).toBe(settings[0]);
  await (await blobs(host.origin)).getContainerClient('kept').create();
  expect(await host.stop()).toBe(0);
  expect([isRunning(pid), existsSync(join(data, 'azurite.json'))]).toEqual([false, false]);
  const again = await start(data);
  expect(await (await blobs(again.origin)).getContainerClient('kept').exists()).toBe(true);
});

it('is found again with its data after the host was killed, and then stopped', async () => {
  const data = temporaryFolder();
  const killed = await start(data);
  await (await blobs(killed.origin)).getContainerClient('survives').create();
  killed.signal('SIGKILL');
  await killed.ended;
  const { pid } = noteIn(data);
  expect(isRunning(pid)).toBe(true);
  const next = await start(data);
  expect(noteIn(data).pid).toBe(pid);
  expect(await (await blobs(next.origin)).getContainerClient('survives').exists()).toBe(true);
  expect(await next.stop()).toBe(0);
  expect(isRunning(pid)).toBe(false);
});

it('is not started if no setting needs it, or if it is disabled', async () => {
  const data = temporaryFolder();
  const off = await startHostProcess({ app: app(), flags: ['--data', data, '--no-azurite'] });
  const [setting] = (await (await fetch(`${off.origin}/api/storage`)).json()) as string[];
  expect([setting, existsSync(join(data, 'azurite.json'))]).toEqual(['UseDevelopmentStorage=true', false]);
});

it('survives a Ctrl-C in the terminal, so that running functions can reach it', async () => {
  const data = temporaryFolder();
  const host = await start(data);
  const { pid } = noteIn(data);
  const group = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[2];
  expect(group).toBe(String(pid));
  await host.stop();
});
