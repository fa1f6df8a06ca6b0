// The shop under test in a chaos run: the app on a host that is killed, storage that fails, and products on sale.

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmulator } from '../../scripts/count/emulator';
import { expectStatus, makeShop, type Shop } from '../../scripts/shop/shop-client';
import { emulatorStorage } from './emulator-storage';
import { startFailingProxy } from './failing-proxy';
import { approvalThreshold, shopProducts } from './products';
import { makeRestartingHost, type RestartingHost } from './restarting-host';
import { withRetries } from './with-retries';

export interface ChaosShop {
  host: RestartingHost;
  shop: Shop;
  /** Connection string of the storage, bypassing the failing proxies. */
  storage: string;
  /** The host dies when it next reaches the fault point. */
  arm(point: string): void;
  /** Armed fault points that have not been reached. */
  armed(): string[];
  failStorageFor(ms: number): Promise<void>;
  /** Number of storage requests refused with 503. */
  refused(): number;
  /** Stops everything. @returns the host's exit code. */
  close(): Promise<number | null>;
}

/** A host that failed to start without storage may exit a little later. */
const afterOutageMs = 5_000;

export async function openChaosShop(folder: string, carrierAfterS: number): Promise<ChaosShop> {
  const points = join(folder, 'points');
  mkdirSync(points);
  const emulator = await startEmulator();
  const [blob, queue, table] = await Promise.all([
    startFailingProxy(emulator.ports.blob),
    startFailingProxy(emulator.ports.queue),
    startFailingProxy(emulator.ports.table),
  ]);
  const proxies = [blob, queue, table];
  let failingUntil = 0;
  const host = makeRestartingHost({
    mayExit: () => Date.now() < failingUntil + afterOutageMs,
    dataFolder: join(folder, 'data'),
    logFile: join(folder, 'host.log'),
    environment: {
      AzureWebJobsStorage: emulatorStorage({ blob: blob.port, queue: queue.port, table: table.port }),
      FAULT_POINTS: points,
      APPROVAL_THRESHOLD: String(approvalThreshold),
      APPROVAL_TIMEOUT: 'PT6H',
      MAIL_OWNER: 'owner@example.com',
      CARRIER_DISPATCH_AFTER: `PT${carrierAfterS}S`,
      CARRIER_DELIVER_AFTER: `PT${carrierAfterS + 1}S`,
      WRITES_PER_MINUTE: '0',
      GUEST_WRITES_PER_MINUTE: '0',
      NEW_GUESTS_PER_MINUTE: '0',
      CHECKOUTS_PER_MINUTE: '0',
      GUEST_CHECKOUTS_PER_MINUTE: '0',
    },
  });
  const shop = makeShop(() => host.origin() ?? 'http://localhost:9');
  await stockShop(shop);
  return {
    host,
    shop,
    storage: emulatorStorage(emulator.ports),
    arm: (point) => writeFileSync(join(points, point), ''),
    armed: () => readdirSync(points),
    async failStorageFor(ms) {
      failingUntil = Date.now() + ms;
      await Promise.all(proxies.map((proxy) => proxy.failFor(ms)));
    },
    refused: () => proxies.reduce((sum, proxy) => sum + proxy.refused(), 0),
    async close() {
      const code = await host.stop();
      for (const proxy of proxies) proxy.close();
      await emulator.stop();
      return code;
    },
  };
}

async function stockShop(shop: Shop): Promise<void> {
  const owner = withRetries(shop.owner);
  const products = shopProducts.map(({ sku, price, warehouse }) => ({
    sku,
    name: sku,
    description: 'For the chaos run.',
    price,
    warehouse,
  }));
  expectStatus(await owner('PUT', '/catalog', { body: { schemaVersion: 1, currency: 'EUR', products } }), 200);
  for (const { sku, stock } of shopProducts) {
    const headers = { 'idempotency-key': `chaos-${sku}` };
    const body = { delta: stock, reason: 'chaos run' };
    expectStatus(await owner('POST', `/stock/${sku}/adjustments`, { body, headers }), 200);
  }
}
