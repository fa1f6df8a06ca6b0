// Common mistakes of newcomers: each gets one clear line and exit code 1, and no process is left.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/repository-root';
import { ownHostTest } from '../helpers/own-host-test';
import { processesNaming } from '../helpers/processes';
import { type Ended, runUntilEnd } from '../helpers/run-until-end';

const root = repositoryRoot();
const cli = join(root, 'dist/localhost/index.js');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cartwright-newcomer-'));
});
afterEach(() => {
  expect(processesNaming(folder)).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});

ownHostTest('a port that is taken is named, by the local host and by npm start', async () => {
  const squatter = createServer().listen(0);
  const port = String((squatter.address() as { port: number }).port);
  const flags = ['--port', port, '--azurite-port', '0', '--data', folder];
  try {
    const host = await runUntilEnd(cli, ['start', ...flags, '--settings', 'local.settings.sample.json'], root);
    expectOneLine(host, new RegExp(`port ${port}\\b`, 'i'));
    const start = await runUntilEnd(join(root, 'dist/scripts/start.js'), flags, root);
    expectOneLine(start, new RegExp(`port ${port}\\b`, 'i'));
  } finally {
    squatter.close();
  }
});

ownHostTest('a missing build is reported as such', async () => {
  copyOfApp();
  rmSync(join(folder, 'dist'));
  mkdirSync(join(folder, 'dist'));
  expectOneLine(await startCopy(), /dist\/src\/functions\/\*\.js.*build/i);
});

ownHostTest('a broken host.json is reported with the position of the error', async () => {
  copyOfApp();
  writeFileSync(join(folder, 'host.json'), '{ "version": "2.0", "extensions": { ');
  expectOneLine(await startCopy(), /host\.json/);
});

ownHostTest('a missing setting is named, and so is every invalid one', async () => {
  copyOfApp();
  const settings = JSON.parse(readFileSync(join(root, 'local.settings.sample.json'), 'utf8'));
  delete settings.Values.SESSION_SECRET;
  settings.Values.CARRIER_DELIVER_AFTER = 'soon';
  writeFileSync(join(folder, 'local.settings.json'), JSON.stringify(settings));
  const ended = await startCopy();
  expectOneLine(ended, /SESSION_SECRET is missing/);
  expectOneLine(ended, /CARRIER_DELIVER_AFTER must be an ISO 8601 duration/);
});

function expectOneLine(ended: Ended, pattern: RegExp): void {
  expect(ended.lines).toEqual([expect.stringMatching(pattern)]);
  expect(ended.code).toBe(1);
}

/** The app as in a fresh clone, sharing the build and the packages. */
function copyOfApp(): void {
  for (const file of ['package.json', 'host.json', 'local.settings.sample.json']) {
    cpSync(join(root, file), join(folder, file));
  }
  for (const shared of ['dist', 'node_modules']) symlinkSync(join(root, shared), join(folder, shared));
}

function startCopy(): Promise<Ended> {
  const environment = { ...process.env };
  for (const name of Object.keys(JSON.parse(readFileSync(join(root, 'local.settings.sample.json'), 'utf8')).Values)) {
    delete environment[name];
  }
  const flags = ['--port', '0', '--azurite-port', '0', '--data', join(folder, 'data')];
  return runUntilEnd(cli, ['start', ...flags], folder, environment);
}
