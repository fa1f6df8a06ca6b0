// `npm start` runs the shop with the demo products, loads them once, and exits with code 0 on Ctrl-C.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/repository-root';
import { expectStatus, makeShop, type Shop } from '../../scripts/shop/shop-client';
import type { Cart, Product, Stock } from '../../scripts/shop/wire';
import { appFlags } from '../helpers/app-folder';
import { ownHostTest } from '../helpers/own-host-test';
import { processesNaming } from '../helpers/processes';

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

interface Started {
  child: ChildProcess;
  printed: string;
  shop: Shop;
}

async function start(more: string[] = []): Promise<Started> {
  const root = repositoryRoot();
  const flags = ['--port', '0', '--azurite-port', '0', '--data', dataFolder, ...appFlags(), ...more];
  const child = spawn(process.execPath, [join(root, 'dist/scripts/start.js'), ...flags], { cwd: root });
  running.push(child);
  const printed = await printedUntil(child, /^ {2}curl .*$/m);
  const origin = /Cartwright is running at (\S+)\/api/.exec(printed)?.[1] ?? '';
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
