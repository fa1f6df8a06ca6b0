// Runs a local host for the hostile-upload tests and monitors its memory, event loop and log, and its queues afterwards.

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
  /** Peak memory of the process. */
  peakMb: number;
  /** The longest time for which the event loop was blocked, in wall time. */
  gapMs: number;
  /** The same in CPU time of its thread, independent of other load on the machine. */
  workMs: number;
}

export interface WatchedHost {
  shop: Shop;
  /** A product for the pictures. */
  sku: string;
  storage: string;
  /** Completed executions of `renderPicture` so far. */
  renderings(): { ended: number; failed: number; longestMs: number };
  /** Since the host was ready. */
  figures(): HostFigures;
  stop(): Promise<void>;
}

const probeFile = resolve('tests/hostile/host-probe.js');
const ended = /Executed 'Functions\.renderPicture' \((Succeeded|Failed), Id=[^,]+, Duration=(\d+)ms\)/g;

/** @param settings added to those of the sample. */
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

/** Messages by queue name, including invisible ones; empty queues are omitted. */
export async function messagesLeft(storage: string): Promise<Record<string, number>> {
  const service = QueueServiceClient.fromConnectionString(storage);
  const left: Record<string, number> = {};
  for await (const { name } of service.listQueues()) {
    const { approximateMessagesCount = 0 } = await service.getQueueClient(name).getProperties();
    if (approximateMessagesCount > 0) left[name] = approximateMessagesCount;
  }
  return left;
}

/** Waits until all queues are empty. @throws with the remaining messages. */
export async function queuesToDrain(storage: string, timeoutMs: number): Promise<void> {
  let left: Record<string, number> = {};
  await eventually('empty queues', timeoutMs, async () => {
    left = await messagesLeft(storage);
    return Object.keys(left).length === 0 ? true : undefined;
  }).catch((cause) => {
    throw new Error(`There are messages left: ${JSON.stringify(left)}`, { cause });
  });
}
