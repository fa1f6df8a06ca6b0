// `npm start` runs the shop with the demo products, loads them once, and exits with code 0 on Ctrl-C.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cart, Product, Stock } from '../../client/api-types';
import { repositoryRoot } from '../../scripts/repository-root';
import { expectStatus, makeShop, type Shop } from '../../scripts/shop/shop-client';
import { appFlags } from '../helpers/app-folder';
import { aCatalog, aProduct } from '../helpers/catalog';
import { ownHostTest } from '../helpers/own-host-test';
import { processesNaming } from '../helpers/processes';
import { usualPortsAreUsable } from '../helpers/usual-azurite-ports';

const dataFolder = mkdtempSync(join(tmpdir(), 'cartwright-start-'));
const running: ChildProcess[] = [];

afterAll(async () => {
  await Promise.all(running.map(interrupted));
  rmSync(dataFolder, { recursive: true, force: true });
});

ownHostTest('starts a stocked shop, prints a request that works, and adds nothing on a second start', async () => {
  const first = await start();
  const [product] = expectStatus(await first.shop.anyone<{ products: Product[] }>('GET', '/products'), 200).products;
  const sku = product?.sku ?? '';
  const before = expectStatus(await first.shop.owner<Stock>('GET', `/stock/${sku}`), 200);
  expect(before.onHand).toBeGreaterThan(0);
  expect(await cartByPrintedRequest(first.printed)).toMatchObject({ units: 1, lines: [{ sku, quantity: 1 }] });
  expect(await interrupted(first.child)).toBe(0);
  expect(processesNaming(dataFolder)).toEqual([]);

  const second = await start();
  expect(await second.shop.owner('GET', `/stock/${sku}`)).toMatchObject({ status: 200, body: before });
  expect(await interrupted(second.child)).toBe(0);
  expect(processesNaming(dataFolder)).toEqual([]);
});

ownHostTest('keeps carts in the Cosmos DB emulator with --cosmos, and stops it too', async () => {
  const { shop, child } = await start(['--cosmos']);
  const health = await shop.anyone('GET', '/health');
  expect(health.body).toEqual({ status: 'ok', dependencies: { storage: 'ok', cosmos: 'ok' } });
  const emulatorNote = join(dataFolder, 'cosmos.json');
  expect(existsSync(emulatorNote)).toBe(true);
  expect(await interrupted(child)).toBe(0);
  expect(existsSync(emulatorNote)).toBe(false);
});

ownHostTest('the second shop of the README has a storage of its own', async () => {
  const flags = /`npm start -- (--port 7080 --data \S+ [^`]*)`/.exec(
    readFileSync(join(repositoryRoot(), 'README.md'), 'utf8'),
  );
  const given = flags?.[1]?.split(' ') ?? [];
  expect(given).toEqual(['--port', '7080', '--data', '../other-shop', '--enable-auth']);
  const [here, there] = [join(dataFolder, 'shop'), join(dataFolder, 'other-shop')];
  mkdirSync(here);
  if (!(await usualPortsAreUsable(here))) return;
  // As the README says, but for a port that is free and a folder that is removed.
  const first = await startWith(['--port', '0', '--data', here]);
  expectStatus(await first.shop.owner('PUT', '/catalog', { body: aCatalog(aProduct({ sku: 'elm' })) }), 200);
  const replaced: Record<string, string> = { '7080': '0', '../other-shop': there };
  const second = await startWith(given.map((word) => replaced[word] ?? word));
  expect(second.printed).toMatch(/so this one listens on \d+/);
  expect(await skusOf(second.shop)).toHaveLength(6);
  expect(await skusOf(first.shop)).toEqual(['elm']);
  expect(await second.shop.owner('GET', '/catalog')).toMatchObject({ status: 401 });
  expect([await interrupted(second.child), await interrupted(first.child)]).toEqual([0, 0]);
  expect(processesNaming(dataFolder)).toEqual([]);
});

async function skusOf(shop: Shop): Promise<string[]> {
  const { products } = expectStatus(await shop.anyone<{ products: Product[] }>('GET', '/products'), 200);
  return products.map(({ sku }) => sku);
}

interface Started {
  child: ChildProcess;
  printed: string;
  shop: Shop;
}

function start(more: string[] = []): Promise<Started> {
  return startWith(['--port', '0', '--azurite-port', '0', '--data', dataFolder, ...more]);
}

async function startWith(flags: string[]): Promise<Started> {
  const root = repositoryRoot();
  const args = [join(root, 'dist/scripts/start.js'), ...flags, ...appFlags()];
  const child = spawn(process.execPath, args, { cwd: root });
  running.push(child);
  const printed = await printedUntil(child, /^ {2}curl .*$/m);
  const origin = /Storefront +(\S+)\/$/m.exec(printed)?.[1] ?? '';
  return { child, printed, shop: makeShop(origin) };
}

function printedUntil(child: ChildProcess, awaited: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const hear = (chunk: Buffer) => {
      printed += chunk.toString();
      if (awaited.test(printed)) resolve(printed);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => reject(new Error(`npm start ended with code ${code}:\n${printed}`)));
  });
}

/** Sends the request of the printed curl command with fetch: not every machine has curl. */
async function cartByPrintedRequest(printed: string): Promise<Cart> {
  const [, url = '', contentType = '', body = ''] =
    /curl .*?(http\S+) -H 'content-type: (\S+)' -d '(.*)'/.exec(printed) ?? [];
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': contentType }, body });
  expect(response.status).toBe(200);
  return (await response.json()) as Cart;
}

/** Sends Ctrl-C; returns the exit code. */
async function interrupted(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  child.kill('SIGINT');
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}
