// The zip for Azure, unpacked in a folder without node_modules: it is the same app as the build, and passes the demo's steps.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { LoadedApp } from '../../bench/coldstart/load-app';
import { azureSettings, localSettings } from '../../bench/coldstart/settings';
import { azuriteConnectionString } from '../../scripts/azurite-connection';
import { demoSteps, runDemo } from '../../scripts/demo/run-demo';
import { startLocalHost } from '../../scripts/local-host';
import { newShopFlags } from '../../scripts/new-shop-flags';
import { type Package, packageApp } from '../../scripts/package/package-app';
import { unpack } from '../../scripts/package/unpack';
import { repositoryRoot } from '../../scripts/repository-root';
import { makeShop } from '../../scripts/shop/shop-client';
import { makeJpeg } from '../helpers/jpeg';

const root = repositoryRoot();
const folder = mkdtempSync(join(tmpdir(), 'cartwright-package-'));
const app = join(folder, 'app');
let packed: Package;

beforeAll(async () => {
  packed = await packageApp({ outputFolder: folder });
  await unpack(packed.zip, app);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('has the same bytes when it is built again', async () => {
  const again = await packageApp({ outputFolder: join(folder, 'again') });
  expect(again).toMatchObject({ sha256: packed.sha256, bytes: packed.bytes });
});

it('contains code, WebAssembly, pages, package.json and host.json: no packages, sources, maps or settings', () => {
  const paths = packed.files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['host.json', 'package.json', 'main.js', 'worker.js']));
  const others = paths.filter(
    (path) => !/^([\w-]+\.js|wasm\/[\w-]+\.wasm|pages\/assets\/[\w-]+\.(js|css|svg)(\.br|\.gz)?)$/.test(path),
  );
  const documents = ['pages/console/index.html', 'pages/storefront/index.html'];
  expect(others.sort()).toEqual(['host.json', 'package.json', ...documents]);
  expect(existsSync(join(packed.folder, 'main.js'))).toBe(true);
});

it('has no proof page: nothing in it can kill a host', () => {
  const code = packed.files.filter(({ path }) => path.endsWith('.js')).map(({ path }) => readFileSync(join(app, path)));
  expect(packed.files.filter(({ path }) => path.includes('proof'))).toEqual([]);
  expect(code.filter((text) => text.includes('proof/api') || text.includes('x-proof-token'))).toEqual([]);
});

it('has a package.json with the main file and without dependencies', () => {
  const manifest = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8'));
  expect(manifest).toMatchObject({ type: 'commonjs', main: 'main.js' });
  expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key))).toEqual([]);
});

it('registers the same functions and bindings as the unbundled build', () => {
  const functions = loaded(app).functions;
  expect(functions).toEqual(loaded(root).functions);
  expect(functions.length).toBeGreaterThan(30);
});

it('loads nothing from outside its folder, with a connection string or with an identity', () => {
  const files = loaded(app, azureSettings()).files.map((file) => relative(app, file));
  expect(files.sort()).toEqual(['azure-identity.js', 'main.js']);
});

it('renders pictures and delivers orders in the demo, and has no proof page', async () => {
  const data = join(folder, 'data');
  let printed = '';
  const host = startLocalHost({
    flags: [...newShopFlags(data), '--script-root', app],
    output: (text) => {
      printed += text;
    },
  });
  try {
    const { origin } = await host.started;
    for (const path of ['proof', 'proof/api/kill', 'api/proof']) {
      expect((await fetch(`${origin}/${path}`)).status).toBe(404);
    }
    const photo = await makeJpeg({ width: 1800, height: 1200, orientation: 6 });
    const rows = await runDemo({
      shop: makeShop(origin),
      storage: azuriteConnectionString(data),
      photo,
      print: () => undefined,
    });
    expect(rows.map(({ step }) => step)).toEqual(Object.values(demoSteps));
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n${printed.slice(-3000)}`, { cause });
  } finally {
    expect(await host.stop()).toBe(0);
  }
});

/** Loads an app as a worker does, in a separate process. */
function loaded(appFolder: string, settings = localSettings()): LoadedApp {
  const loader = join(root, 'dist/bench/coldstart/load-app.js');
  const { AzureWebJobsStorage: _own, ...environment } = process.env;
  const output = execFileSync(process.execPath, [loader, appFolder], {
    env: { ...environment, ...settings },
    encoding: 'utf8',
    maxBuffer: 50_000_000,
  });
  return JSON.parse(output);
}
