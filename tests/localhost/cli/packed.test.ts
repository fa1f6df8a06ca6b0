import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { builtCommand, cleanUp, fixture, type HostProcess, startHostProcess, temporaryFolder } from './host-process';

const repository = resolve(__dirname, '../../..');
const built = dirname(builtCommand);

interface Manifest {
  name: string;
  bin: Record<string, string>;
  dependencies: Record<string, string>;
}

/** Installs the tarball without the network, with the package's dependencies only. */
function installElsewhere(): { app: string; command: string; files: string[] } {
  const place = temporaryFolder();
  execFileSync(process.execPath, [join(repository, 'scripts/finish-build.mjs'), built]);
  execFileSync('npm', ['pack', built, '--pack-destination', place, '--silent'], { cwd: place });
  const packages = join(place, 'node_modules');
  const unpack = (name: string, tarball: string) => {
    mkdirSync(join(packages, name), { recursive: true });
    execFileSync('tar', ['xzf', tarball, '-C', join(packages, name), '--strip-components=1'], { cwd: place });
  };
  const { name, version, bin, dependencies } = JSON.parse(
    readFileSync(join(built, 'package.json'), 'utf8'),
  ) as Manifest & { version: string };
  const tarball = join(place, `${name}-${version}.tgz`);
  unpack(name, tarball);
  for (const needed of [...Object.keys(dependencies), '@azure/functions', 'durable-functions']) {
    mkdirSync(dirname(join(packages, needed)), { recursive: true });
    symlinkSync(join(repository, 'node_modules', needed), join(packages, needed));
  }
  mkdirSync(join(packages, '.bin'));
  const command = join(packages, name, bin.localhost ?? '');
  symlinkSync(command, join(packages, '.bin/localhost'));
  const app = join(place, 'app');
  cpSync(fixture('hello-app'), app, { recursive: true });
  const files = execFileSync('tar', ['tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
  return { app, command, files };
}

let installed: ReturnType<typeof installElsewhere>;
let host: HostProcess;
beforeAll(async () => {
  installed = installElsewhere();
  const flags = ['--settings', 'local.settings.sample.json', '--azurite-port', '0'];
  host = await startHostProcess({ app: installed.app, command: installed.command, flags });
});
afterAll(cleanUp);

it('contains the compiled host and nothing of the shop', () => {
  const parts = new Set(installed.files.map((file) => file.split('/').slice(0, 2).join('/')));
  expect([...parts]).toEqual(
    expect.arrayContaining(['package/index.js', 'package/cli', 'package/taskhub', 'package/LICENSE']),
  );
  expect(installed.files.filter((file) => /\.(?:ts|map)$|src\/|orders|catalog\/|pictures/.test(file))).toEqual([]);
});

it('names every package that it requires, but for the one it is itself to an app', () => {
  const { dependencies } = JSON.parse(readFileSync(join(built, 'package.json'), 'utf8')) as Manifest;
  const code = installed.files
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(join(built, file.slice('package/'.length)), 'utf8'));
  const required = [...code.join('\n').matchAll(/\b(?:require|import)\((['"])((?!node:)[^'".][^'"]*)\1\)/g)].map(
    ([, , path = '']) =>
      path
        .split('/')
        .slice(0, path.startsWith('@') ? 2 : 1)
        .join('/'),
  );
  expect(required).toContain('chokidar');
  expect(Object.keys(dependencies)).toEqual(
    expect.arrayContaining(required.filter((name) => name !== '@azure/functions-core')),
  );
});

it.each([
  ['where it is installed', () => installed.app],
  ["in any app's folder of this checkout, once it is built", () => fixture('hello-app')],
])('is found by npx %s', (_, folder) => {
  const usage = execFileSync('npx', ['--no-install', 'localhost', '--help'], { cwd: folder(), encoding: 'utf8' });
  expect(usage).toContain('localhost start [options]');
});

it('runs an app in another folder, with storage and orchestrations', async () => {
  const { origin } = host;
  expect(await (await fetch(`${origin}/api/hello?name=Ada`)).json()).toEqual({ hello: 'Ada' });
  await host.shows("Executing 'Functions.noteGreeting'");
  await fetch(`${origin}/api/tours/t`, { method: 'POST', body: '["Rome"]' });
  await host.shows("Executed 'Functions.greetCity' (Succeeded");
  expect(await host.stop()).toBe(0);
  expect(host.errors()).toBe('');
});
