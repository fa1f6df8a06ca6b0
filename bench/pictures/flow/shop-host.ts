// The app on a local host of the bench's own, with storage in memory and a product to hang pictures on. The host's console
// tells when renderings end, so that nobody has to ask, which would take from what is measured.

import { QueueServiceClient } from '@azure/storage-queue';
import { startEmulator } from '../../../scripts/count/emulator';
import { startLocalHost } from '../../../scripts/local-host';
import { expectStatus, makeShop, type Shop } from '../../../scripts/shop/shop-client';
import type { Picture } from '../../../scripts/shop/wire';
import { publishBenchProducts } from '../../bench-products';
import { emulatorStorage } from '../../chaos-orders/emulator-storage';
import { cpuSeconds } from '../../host/process-figures';

export interface ShopHost {
  shop: Shop;
  sku: string;
  /** Waits for so many ends of renderings; answers with the time of the last one, in seconds of `performance.now`. */
  renderingsEnded(count: number, progress: (what: string) => void): Promise<number>;
  /** How many of these pictures are ready. */
  readyOnes(pictureIds: string[]): Promise<number>;
  /** Renderings in all, and messages in all queues, poison queues among them. */
  aftermath(): Promise<{ renderings: number; messagesLeft: number }>;
  /** CPU time so far, as far as Linux' /proc tells. */
  cpuSeconds(): { app: number; storage: number; uploader: number };
  stop(): Promise<void>;
}

const sku = 'bench-picture';
const settleMs = 5000;
const silenceLimitMs = 120_000;
const ended = /Executed 'Functions\.renderPicture'/g;

/** @param dataFolder of this run alone. */
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
      let told = 0;
      lastAt = performance.now();
      while (renderings < count) {
        if (performance.now() - lastAt > silenceLimitMs) {
          throw new Error(`Only ${renderings} of ${count} pictures were rendered, and none for two minutes.`);
        }
        if (renderings - told >= 100) {
          told = renderings;
          progress(`${told} of ${count} rendered`);
        }
        await pause(20);
      }
      return lastAt / 1000;
    },
    async readyOnes(pictureIds) {
      let ready = 0;
      for (const id of pictureIds) {
        const { state } = expectStatus(await shop.owner<Picture>('GET', `/pictures/${id}`), 200);
        if (state === 'ready') ready++;
      }
      return ready;
    },
    async aftermath() {
      // A message that comes back does so after its time of invisibility.
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
