// A shop on a host that can be killed and a storage that can be put out of reach: what chaos runs and the proof page stand on.

import { join } from 'node:path';
import { startEmulator } from '../count/emulator';
import { makeShop, type Shop } from '../shop/shop-client';
import { emulatorStorage } from './emulator-storage';
import { startFailingProxy } from './failing-proxy';
import { makeRestartingHost, type RestartingHost } from './restarting-host';

export interface UnreliableShop {
  host: RestartingHost;
  shop: Shop;
  /** Connection string of the storage, bypassing the failing proxies. */
  storage: string;
  /** Resolves when the outage is over. */
  failStorageFor(ms: number): Promise<void>;
  /** Number of storage requests refused with 503. */
  refused(): number;
  /** Stops everything. @returns the host's exit code. */
  close(): Promise<number | null>;
}

/** A host that failed to start without storage may exit a little later. */
const afterOutageMs = 5_000;
/** Nothing listens here. */
const nowhere = 'http://localhost:9';

/** Many orders from one address are no attack here. */
const withoutLimits = {
  WRITES_PER_MINUTE: '0',
  GUEST_WRITES_PER_MINUTE: '0',
  NEW_GUESTS_PER_MINUTE: '0',
  CHECKOUTS_PER_MINUTE: '0',
  GUEST_CHECKOUTS_PER_MINUTE: '0',
};

/** @param folder gets the host's data and its log, `host.log`. */
export async function openUnreliableShop(folder: string, environment: Record<string, string>): Promise<UnreliableShop> {
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
      ...withoutLimits,
      ...environment,
      AzureWebJobsStorage: emulatorStorage({ blob: blob.port, queue: queue.port, table: table.port }),
    },
  });
  return {
    host,
    shop: makeShop(() => host.origin() ?? nowhere),
    storage: emulatorStorage(emulator.ports),
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
