// A local host of the battery's own, whose process is looked after while the battery runs: its memory, its event loop,
// its log, and its queues afterwards.

import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { QueueServiceClient } from '@azure/storage-queue';
import { eventually } from '../../scripts/shop/eventually';
import { makeShop, type Shop } from '../../scripts/shop/shop-client';
import { makeOwnHost } from '../helpers/own-host';
import { addTestProducts } from '../helpers/test-catalog';
import { skuOf } from '../helpers/test-products';

export interface HostFigures {
  /** The most memory that the process had at any time. */
  peakMb: number;
  /** The longest time in which the event loop was not free, by the clock. */
  gapMs: number;
  /** The same by the time that its thread computed: what others do on the machine does not count. */
  workMs: number;
}

export interface WatchedHost {
  shop: Shop;
  /** Of a product that can have pictures. */
  sku: string;
  storage: string;
  /** Ends so far of `renderPicture`. */
  renderings(): { ended: number; failed: number; longestMs: number };
  /** Since the host was ready. */
  figures(): HostFigures;
  stop(): Promise<void>;
}

const probeFile = resolve('tests/hostile/host-probe.js');
const ended = /Executed 'Functions\.renderPicture' \((Succeeded|Failed), Id=[^,]+, Duration=(\d+)ms\)/g;

/** @param settings of the app, on top of those of the sample. */
export async function startWatchedHost(settings: Record<string, string> = {}): Promise<WatchedHost> {
  const figuresFile = join(tmpdir(), `cartwright-hostile-${process.pid}-${Date.now()}.json`);
  const own = makeOwnHost('hostile', {
    ...settings,
    NODE_OPTIONS: `--require ${JSON.stringify(probeFile)}`,
    HOST_PROBE_FILE: figuresFile,
  });
  const host = await own.start();
  const shop = makeShop(host.origin);
  const run = Date.now().toString(36);
  await addTestProducts(shop, run);
  process.kill(host.pid, 'SIGUSR2');
  return {
    shop,
    sku: skuOf('picture', run),
    storage: own.storage(),
    renderings() {
      const ends = [...own.log().matchAll(ended)];
      const durations = ends.map(([, , ms]) => Number(ms));
      const failed = ends.filter(([, how]) => how === 'Failed').length;
      return { ended: ends.length, failed, longestMs: Math.max(0, ...durations) };
    },
    figures: () => JSON.parse(readFileSync(figuresFile, 'utf8')) as HostFigures,
    async stop() {
      await own.remove();
      rmSync(figuresFile, { force: true });
    },
  };
}

/** Messages in every queue of the account, hidden ones too, by the queue's name; empty queues are left out. */
export async function messagesLeft(storage: string): Promise<Record<string, number>> {
  const service = QueueServiceClient.fromConnectionString(storage);
  const left: Record<string, number> = {};
  for await (const { name } of service.listQueues()) {
    const { approximateMessagesCount = 0 } = await service.getQueueClient(name).getProperties();
    if (approximateMessagesCount > 0) left[name] = approximateMessagesCount;
  }
  return left;
}

/** Waits until all queues are empty. @throws with what is left in them. */
export async function queuesToDrain(storage: string, timeoutMs: number): Promise<void> {
  let left: Record<string, number> = {};
  await eventually('empty queues', timeoutMs, async () => {
    left = await messagesLeft(storage);
    return Object.keys(left).length === 0 ? true : undefined;
  }).catch((cause) => {
    throw new Error(`There are messages left: ${JSON.stringify(left)}`, { cause });
  });
}
