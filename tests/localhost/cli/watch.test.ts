import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, type ProcessIdentity } from '../../../localhost/core/process-identity';
import { cleanUp, type HostProcess, makeApp, startHostProcess, temporaryFolder } from './host-process';

afterEach(cleanUp);

const source = (word: string) => `
const { app } = require('@azure/functions');
const df = require('durable-functions');
const { word } = require('../word');
app.http('say', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ body: '${word}' + word + process.env.MARK }) });
df.app.orchestration('waits', function* (context) { return yield context.df.waitForExternalEvent('Go'); });
`;
const files = (word: string) => ({
  'package.json': '{"main":"dist/functions/*.js"}',
  'dist/functions/a.js': source(word),
  'dist/word.js': "exports.word = '!';",
  'local.settings.json': '{"Values":{"MARK":"1"}}',
});

const said = async (host: HostProcess) => (await fetch(`${host.origin}/api/say`)).text();
const restarts = (host: HostProcess) => host.output().split('Ready on ').length - 1;

async function restarted(host: HostProcess, times: number): Promise<void> {
  await host.shows(new RegExp(`(?:Ready on .*){${times}}`, 's'));
}

it('restarts when a built file or the settings change, on the same port and with the same data', async () => {
  const app = makeApp(files('one'));
  const host = await startHostProcess({ app, flags: ['--watch'] });
  await host.shows('[watch] Watching dist, host.json, package.json, local.settings.json.');
  expect(await said(host)).toBe('one!1');
  const instance = `${host.origin}/runtime/webhooks/durabletask/instances/w`;
  await fetch(`${host.origin}/runtime/webhooks/durabletask/orchestrators/waits/w`, { method: 'POST' });

  writeFileSync(join(app, 'dist/functions/a.js'), source('two'));
  await restarted(host, 2);
  await host.shows(/\[watch\] dist\/functions\/a\.js has changed: the host restarts\.\n/);
  expect(await said(host)).toBe('two!1');

  writeFileSync(join(app, 'dist/word.js'), "exports.word = '?';");
  writeFileSync(join(app, 'local.settings.json'), '{"Values":{"MARK":"2"}}');
  await restarted(host, 3);
  expect(await said(host)).toBe('two?2');

  const headers = { 'content-type': 'application/json' };
  await fetch(`${instance}/raiseEvent/Go`, { method: 'POST', headers, body: '"kept"' });
  const output = async () => ((await (await fetch(instance)).json()) as { output: unknown }).output;
  for (let i = 0; i < 100 && (await output()) === null; i++) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await output()).toBe('kept');
  expect(restarts(host)).toBe(3);
  expect(await host.stop()).toBe(0);
  expect(host.errors()).toBe('');
});

it('waits for a build that first removes all files', async () => {
  const app = makeApp(files('one'));
  const host = await startHostProcess({ app, flags: ['--watch'] });
  rmSync(join(app, 'dist'), { recursive: true });
  await new Promise((resolve) => setTimeout(resolve, 600));
  mkdirSync(join(app, 'dist/functions'), { recursive: true });
  writeFileSync(join(app, 'dist/word.js'), "exports.word = '.';");
  writeFileSync(join(app, 'dist/functions/a.js'), source('new'));
  await restarted(host, 2);
  expect(await said(host)).toBe('new.1');
  writeFileSync(join(app, 'dist/word.js'), "exports.word = ';';");
  await restarted(host, 3);
  expect(await said(host)).toBe('new;1');
  expect(await host.stop()).toBe(0);
});

it('waits for an app that is not built yet, and watches settings that lie elsewhere', async () => {
  const app = makeApp({ 'package.json': files('')['package.json'] });
  const settings = join(temporaryFolder(), 'settings.json');
  writeFileSync(settings, '{"Values":{"MARK":"1"}}');
  const build = (errors: string) => {
    if (!errors.includes('Found zero files matching') || existsSync(join(app, 'dist'))) return;
    mkdirSync(join(app, 'dist/functions'), { recursive: true });
    writeFileSync(join(app, 'dist/word.js'), "exports.word = '.';");
    writeFileSync(join(app, 'dist/functions/a.js'), source('late'));
  };
  const host = await startHostProcess({ app, flags: ['--watch', '--settings', settings], onErrors: build });
  expect(await said(host)).toBe('late.1');
  writeFileSync(settings, '{"Values":{"MARK":"2"}}');
  await restarted(host, 2);
  expect(await said(host)).toBe('late.2');
  expect(await host.stop()).toBe(0);
});

it('watches the scripts of an app that has them in its own folder, and nothing beside them', async () => {
  const app = makeApp({ 'package.json': '{"main":"*.js"}', 'a.js': source('one').replace('../word', './lib/word') });
  mkdirSync(join(app, 'lib'));
  writeFileSync(join(app, 'lib/word.js'), "exports.word = '!';");
  const host = await startHostProcess({ app, flags: ['--watch'], environment: { MARK: '1' } });
  await host.shows('[watch] Watching scripts, host.json, package.json, local.settings.json.');
  for (const name of ['notes.txt', 'lib/word.js']) writeFileSync(join(app, name), "exports.word = '?';");
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(restarts(host)).toBe(1);
  writeFileSync(join(app, 'a.js'), source('two').replace('../word', './lib/word'));
  await restarted(host, 2);
  expect(await said(host)).toBe('two?1');
  expect(await host.stop()).toBe(0);
});

it('waits for the next change if the app cannot be loaded, and still stops on Ctrl-C', async () => {
  const app = makeApp(files('one'));
  const host = await startHostProcess({ app, flags: ['--watch'] });
  writeFileSync(join(app, 'dist/word.js'), 'exports.word =');
  await host.shows('[watch] The host exited with code 1. It restarts when a file changes.');
  expect(host.errors()).toContain(
    'Worker was unable to load entry point "dist/functions/a.js": Unexpected end of input',
  );
  writeFileSync(join(app, 'dist/word.js'), "exports.word = ',';");
  await restarted(host, 2);
  expect(await said(host)).toBe('one,1');
  writeFileSync(join(app, 'dist/word.js'), 'exports.word =');
  await host.shows(/(?:The host exited with code 1.*){2}/s);
  expect(await host.stop()).toBe(1);
});

it('keeps the emulator between restarts, and stops it at the end', async () => {
  const app = makeApp(files('one'));
  const data = temporaryFolder();
  const flags = ['--watch', '--data', data, '--azurite-port', '0'];
  const host = await startHostProcess({
    app,
    flags,
    environment: { AzureWebJobsStorage: 'UseDevelopmentStorage=true' },
  });
  const emulator = () => JSON.parse(readFileSync(join(data, 'azurite.json'), 'utf8')) as ProcessIdentity;
  const first = emulator();
  writeFileSync(join(app, 'dist/word.js'), "exports.word = '2';");
  await restarted(host, 2);
  expect(emulator()).toEqual(first);
  expect(await host.stop()).toBe(0);
  expect(isRunning(first)).toBe(false);
});

it('ends the host when the watching process is killed', async () => {
  const app = makeApp(files('one'));
  const host = await startHostProcess({ app, flags: ['--watch'] });
  host.signal('SIGKILL');
  await host.ended;
  await expect(fetch(`${host.origin}/api/say`)).rejects.toThrow();
});
