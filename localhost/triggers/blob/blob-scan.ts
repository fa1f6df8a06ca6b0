// Finds new blobs by listing their container again and again: the storage emulator reports no writes.
// The position is kept in storage, so that what was written while the host was down is found at the next start.

import { setTimeout as wait } from 'node:timers/promises';
import type { ContainerClient } from '@azure/storage-blob';
import type { Logs } from '../../core/logs';
import { readRecord, writeRecord } from '../hosts-container';
import { makeInterruptibleSleep } from '../interruptible-sleep';
import type { Listener } from '../listener';
import { type ListedBlob, makeBlobListing } from './blob-listing';
import type { BlobVersion } from './blob-message';

const SHORTEST_PAUSE_MS = 1000;
/** The genuine host's only interval. */
const LONGEST_PAUSE_MS = 10_000;
const CATEGORY = 'Host.Triggers.Blob';
/** Blobs announced at the same time. */
const PARALLEL = 8;
/**
 * A blob's time may be the one at which its upload began, while it is listed only when that ended: a slow upload appears
 * with a time older than what was seen already. So the position stays this far behind; what was reported is remembered.
 */
const SLOWEST_UPLOAD_MS = 300_000;
/** After a burst of announced writes the listing of a large container must not run without end. */
const LONGEST_GAP_MS = 1000;

export interface BlobScanOptions {
  container: ContainerClient;
  /** Where the position is kept: the account and a name in `azure-webjobs-hosts`. */
  connectionString: string;
  positionName: string;
  /** Without a stored position: report the blobs that are already there, or only what is written from now on. */
  existing: 'report' | 'ignore';
  /** A version that is new since the last scan, or was so when the host last ended: it may come twice. False = come again. */
  onBlob(version: BlobVersion): Promise<boolean>;
  logs: Logs;
}

export interface BlobScan extends Listener {
  /** Something was written: look now. */
  notify(): void;
}

/**
 * The pause before the next scan in milliseconds. Unlike the genuine host, which looks every ten seconds, a person waits here:
 * one second while something was written within the last half minute, growing to ten after five idle minutes,
 * and never less than ten times what the last scan took, so that large containers do not eat the machine.
 */
export function scanPause(sinceLastWriteMs: number, lastScanMs: number): number {
  const byActivity = Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, sinceLastWriteMs / 30));
  return Math.max(byActivity, Math.min(10 * lastScanMs, 60_000));
}

export function makeBlobScan(options: BlobScanOptions): BlobScan {
  const { container, connectionString, positionName } = options;
  const pause = makeInterruptibleSleep();
  let stopped = true;
  let loop = Promise.resolve();
  /** Blobs modified at or after this time (ms) are candidates. */
  let position = 0;
  /** ETags by name of the candidates that were already reported. */
  let reported = new Map<string, string>();
  /** Names of candidates that have to be reported again. */
  let open = new Set<string>();

  /** True when there was something new to report. */
  async function report(blobs: ListedBlob[]): Promise<boolean> {
    const candidates = blobs.filter(({ modifiedMs }) => modifiedMs >= position);
    const fresh = candidates.filter(({ name, etag }) => reported.get(name) !== etag);
    const newest = candidates.reduce((latest, { modifiedMs }) => Math.max(latest, modifiedMs), position);
    let oldestOpen = Number.POSITIVE_INFINITY;
    open = new Set();
    await eachParallel(fresh, async ({ name, etag, modifiedMs }) => {
      if (await options.onBlob({ container: container.containerName, name, etag })) return;
      open.add(name);
      oldestOpen = Math.min(oldestOpen, modifiedMs);
    });
    await moveTo(Math.max(position, Math.min(newest - SLOWEST_UPLOAD_MS, oldestOpen)));
    const settled = candidates.filter(({ name, modifiedMs }) => modifiedMs >= position && !open.has(name));
    reported = new Map(settled.map(({ name, etag }) => [name, etag]));
    return fresh.length > 0;
  }

  async function moveTo(next: number): Promise<void> {
    if (next === position) return;
    position = next;
    await writeRecord(connectionString, positionName, { LatestScan: new Date(position - 1).toISOString() });
  }

  async function restorePosition(startedAt: number): Promise<void> {
    const note = (await readRecord(connectionString, positionName)) as { LatestScan?: string } | undefined;
    const stored = Date.parse(note?.LatestScan ?? '');
    if (!Number.isNaN(stored)) position = stored;
    else if (options.existing === 'ignore') await moveTo(Math.floor(startedAt / 1000) * 1000);
  }

  async function run(): Promise<void> {
    const startedAt = Date.now();
    let lastWriteAt = startedAt;
    let restored = false;
    let failing = false;
    let listing = makeBlobListing(container);
    while (!stopped) {
      const begunAt = Date.now();
      let listMs = 0;
      try {
        if (!restored) await restorePosition(startedAt);
        restored = true;
        const listed = await listing.list();
        listMs = Date.now() - begunAt;
        if (listed !== 'unchanged' && (await report(listed))) lastWriteAt = Date.now();
        if (open.size > 0) listing = makeBlobListing(container);
        failing = false;
      } catch (error) {
        // What was listed was not reported to the end: list it anew. Told once per outage.
        listing = makeBlobListing(container);
        if (!failing) {
          options.logs.write('warning', CATEGORY, `Container '${container.containerName}' was not scanned: ${error}`);
        }
        failing = true;
      }
      await wait(Math.min(2 * listMs, LONGEST_GAP_MS));
      await pause.sleep(scanPause(Date.now() - lastWriteAt, listMs));
    }
  }

  return {
    async start() {
      stopped = false;
      loop = run();
    },
    async stop() {
      stopped = true;
      pause.wake();
      await loop;
    },
    notify: () => pause.wake(),
  };
}

async function eachParallel<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}
