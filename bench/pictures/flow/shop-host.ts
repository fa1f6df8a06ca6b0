// Runs the app on a local host with storage in memory and one product. It detects finished renderings in the host's log,
// because polling would distort the measurement.

import { QueueServiceClient } from '@azure/storage-queue';
import type { Picture } from '../../../client/api-types';
import { startEmulator } from '../../../scripts/count/emulator';
import { emulatorStorage } from '../../../scripts/faults/emulator-storage';
import { startLocalHost } from '../../../scripts/local-host';
import { expectStatus, makeShop, type Shop } from '../../../scripts/shop/shop-client';
import { publishBenchProducts } from '../../bench-products';
import { cpuSeconds } from '../../host/process-figures';

export interface ShopHost {
  shop: Shop;
  sku: string;
  /** Waits for `count` finished renderings; returns the time of the last one, in seconds of `performance.now`. */
  renderingsEnded(count: number, progress: (what: string) => void): Promise<number>;
  /** Number of these pictures that are ready. */
  countReady(pictureIds: string[]): Promise<number>;
  /** All renderings, and messages in all queues, including poison queues. */
  totals(): Promise<{ renderings: number; messagesLeft: number }>;
  /** CPU seconds so far, from Linux' /proc. */
  cpuSeconds(): { app: number; storage: number; uploader: number };
  stop(): Promise<void>;
}

const sku = 'bench-picture';
const settleMs = 5000;
const stallLimitMs = 120_000;
const ended = /Executed 'Functions\.renderPicture'/g;

/** @param dataFolder used by this run only. */
export async function startShopHost(dataFolder: string): Promise<ShopHost> {
  let renderings = 0;
  let lastAt = performance.now();
  const output = (text: string) => {
    const found = text.match(ended)?.length ?? 0;
    if (found > 0) lastAt = performance.now();
    renderings += found;
  };
  const emulator = await startEmulator();
  const storage = emulatorStorage(emulator.ports);
  const starting = startLocalHost({
    flags: ['--port', '0', '--no-azurite', '--data', dataFolder, '--settings', 'local.settings.sample.json'],
    environment: { AzureWebJobsStorage: storage },
    output,
  });
  const stop = async () => {
    await starting.stop();
    await emulator.stop();
  };
  const host = await starting.started.catch(async (error: Error) => {
    await stop();
    throw error;
  });
  const shop = makeShop(host.origin);
  await publishBenchProducts(shop, [sku]);
  return {
    shop,
    sku,
    async renderingsEnded(count, progress) {
      let reported = 0;
      lastAt = performance.now();
      while (renderings < count) {
        if (performance.now() - lastAt > stallLimitMs) {
          throw new Error(`Only ${renderings} of ${count} pictures were rendered, and none for two minutes.`);
        }
        if (renderings - reported >= 100) {
          reported = renderings;
          progress(`${reported} of ${count} rendered`);
        }
        await pause(20);
      }
      return lastAt / 1000;
    },
    async countReady(pictureIds) {
      let ready = 0;
      for (const id of pictureIds) {
        const { state } = expectStatus(await shop.owner<Picture>('GET', `/pictures/${id}`), 200);
        if (state === 'ready') ready++;
      }
      return ready;
    },
    async totals() {
      // A message that is retried reappears after its visibility timeout.
      await pause(settleMs);
      return { renderings, messagesLeft: await messagesIn(storage) };
    },
    cpuSeconds() {
      const app = cpuSeconds(host.pid) ?? Number.NaN;
      const { user, system } = process.cpuUsage();
      const uploader = (user + system) / 1e6;
      const all = cpuSeconds(process.pid) ?? Number.NaN;
      return { app, storage: all - app - uploader, uploader };
    },
    stop,
  };
}

async function messagesIn(storage: string): Promise<number> {
  const service = QueueServiceClient.fromConnectionString(storage);
  let messages = 0;
  for await (const { name } of service.listQueues()) {
    messages += (await service.getQueueClient(name).getProperties()).approximateMessagesCount ?? 0;
  }
  return messages;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
