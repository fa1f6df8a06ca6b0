// A shop with 2,000 products in stock, whose host can be started again and again on the same data: each start has empty caches.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kindOf } from '../../scripts/count/classify';
import { type RecordedRequest, type Service, startCountingProxy } from '../../scripts/count/counting-proxy';
import { startEmulator } from '../../scripts/count/emulator';
import { emulatorStorage } from '../../scripts/faults/emulator-storage';
import { startLocalHost } from '../../scripts/local-host';
import { expectStatus, makeShop, type Shop } from '../../scripts/shop/shop-client';
import { publishBenchProducts } from '../bench-products';

const services: Service[] = ['blob', 'queue', 'table'];
const adjustmentsAtOnce = 16;

/** Each product has another number of units, so that a mix-up shows. */
export const unitsBySku = new Map(
  Array.from({ length: 2_000 }, (_, n) => [`p-${String(n).padStart(4, '0')}`, 1 + (n % 97)]),
);

export interface BenchShop {
  /** Runs `work` against a host that has just started. `counted` returns the storage operations since it was last called. */
  onFreshHost<T>(work: (shop: Shop, counted: () => number) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

/** @param root the folder of the built app. */
export async function makeBenchShop(root: string): Promise<BenchShop> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-products-'));
  const emulator = await startEmulator();
  let operations = 0;
  const record = (request: RecordedRequest) => {
    if (isOfAPage(request)) operations++;
  };
  const proxies = await Promise.all(
    services.map((service) => startCountingProxy(service, emulator.ports[service], record)),
  );
  const [blob = 0, queue = 0, table = 0] = proxies.map(({ port }) => port);

  async function onFreshHost<T>(work: (shop: Shop, counted: () => number) => Promise<T>): Promise<T> {
    let printed = '';
    const starting = startLocalHost({
      app: { folder: root, hostFile: hostFileOf(root) },
      flags: ['--port', '0', '--no-azurite', '--data', folder, '--settings', 'local.settings.sample.json'],
      environment: { AzureWebJobsStorage: emulatorStorage({ blob, queue, table }), WRITES_PER_MINUTE: '0' },
      output: (text) => {
        printed = (printed + text).slice(-3_000);
      },
    });
    try {
      const { origin } = await starting.started;
      operations = 0;
      return await work(makeShop(origin), () => {
        const counted = operations;
        operations = 0;
        return counted;
      });
    } catch (cause) {
      throw new Error(`${(cause as Error).message}\n${printed}`, { cause });
    } finally {
      await starting.stop();
    }
  }

  await onFreshHost(fill);
  return {
    onFreshHost,
    async remove() {
      for (const proxy of proxies) proxy.close();
      await emulator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The file was renamed in between. */
function hostFileOf(root: string): string {
  const [now, before] = ['dist/localhost/index.js', 'dist/localhost/cli.js'];
  return existsSync(join(root, now)) ? now : before;
}

/** Reads of tables and of blobs: the host's polls of queues and its scans for uploads are no part of a page. */
function isOfAPage(request: RecordedRequest): boolean {
  const kind = kindOf(request);
  return kind === 'tableOperations' || kind === 'blobReads';
}

async function fill(shop: Shop): Promise<void> {
  await publishBenchProducts(shop, [...unitsBySku.keys()]);
  const left = [...unitsBySku];
  const adjust = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      const [sku, delta] = next;
      const request = { body: { delta, reason: 'bench' }, headers: { 'idempotency-key': `bench-${sku}` } };
      expectStatus(await shop.owner('POST', `/stock/${sku}/adjustments`, request), 200);
    }
  };
  await Promise.all(Array.from({ length: adjustmentsAtOnce }, adjust));
}
