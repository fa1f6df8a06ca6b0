// A host never uses the storage emulator of another data folder: two hosts on one account would take each other's messages.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { answersAsAzurite, freePorts } from '../../../localhost/emulators/azurite-ports';
import { isTaken } from '../../../localhost/emulators/free-ports';
import { usualPortsAreUsable } from '../../helpers/usual-azurite-ports';
import { cleanUp, type HostProcess, makeApp, startHostProcess, temporaryFolder } from './host-process';

afterEach(cleanUp);

const app = makeApp.bind(undefined, {
  'src/a.js': `
const { app } = require('@azure/functions');
app.http('storage', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ body: process.env.AzureWebJobsStorage }) });
`,
  'local.settings.json': '{"Values":{"AzureWebJobsStorage":"UseDevelopmentStorage=true"}}',
});

const start = (data: string, ...flags: string[]) => startHostProcess({ app: app(), flags: ['--data', data, ...flags] });
const portsIn = (data: string): { blob: number } => JSON.parse(readFileSync(join(data, 'azurite.json'), 'utf8')).ports;

async function storageOf({ origin }: HostProcess): Promise<string> {
  return (await fetch(`${origin}/api/storage`)).text();
}

it('starts on free ports when another data folder has the usual ones', async () => {
  const [one, other] = [temporaryFolder(), temporaryFolder()];
  if (!(await usualPortsAreUsable(one))) return;
  // Whoever has the usual ports: the first host of this test, or something else on this machine.
  const first = await start(one);
  const second = await start(other);
  const [theirs, ours] = [await storageOf(first), await storageOf(second)];
  expect(ours).not.toBe(theirs);
  if (theirs === 'UseDevelopmentStorage=true') {
    expect(second.output()).toMatch(
      /Port 10000 belongs to the Azurite of a local host with another data folder, so this/,
    );
  }
  expect(ours).toContain(`BlobEndpoint=http://127.0.0.1:${portsIn(other).blob}/`);
  await BlobServiceClient.fromConnectionString(theirs).getContainerClient('theirs').create();
  expect(await BlobServiceClient.fromConnectionString(ours).getContainerClient('theirs').exists()).toBe(false);
  expect([await second.stop(), await first.stop()]).toEqual([0, 0]);
});

it('refuses ports that it was told to use, with what to do', async () => {
  const one = temporaryFolder();
  const first = await start(one, '--azurite-port', '0');
  const port = String(portsIn(one).blob);
  await expect(start(temporaryFolder(), '--azurite-port', port)).rejects.toThrow(
    `Port ${port} belongs to the Azurite of a local host with another data folder. Choose other ports with --azurite-port (0 = any free ones), or leave it out.`,
  );
  await first.stop();
});

it('also when the other host was killed, and left its Azurite running', async () => {
  const one = temporaryFolder();
  const first = await start(one, '--azurite-port', '0');
  const port = String(portsIn(one).blob);
  first.signal('SIGKILL');
  await first.ended;
  await expect(start(temporaryFolder(), '--azurite-port', port)).rejects.toThrow('another data folder');
  const again = await start(one, '--azurite-port', port);
  expect(await again.stop()).toBe(0);
});

it('uses an Azurite that was started by hand, says so, and leaves it running', async () => {
  const ports = await freePorts();
  const script = require.resolve('azurite/dist/src/azurite.js');
  const flags = Object.entries(ports).flatMap(([service, port]) => [`--${service}Port`, String(port)]);
  const byHand = spawn(process.execPath, [
    script,
    '--inMemoryPersistence',
    '--skipApiVersionCheck',
    '--silent',
    ...flags,
  ]);
  try {
    while (!(await answersAsAzurite(ports.table))) await new Promise((resolve) => setTimeout(resolve, 20));
    const host = await start(temporaryFolder(), '--azurite-port', String(ports.blob));
    expect(host.output()).toContain(`Using the Azurite that already runs on port ${ports.blob}.`);
    expect(await host.stop()).toBe(0);
    expect(await isTaken(ports.blob)).toBe(true);
  } finally {
    byHand.kill();
  }
});
