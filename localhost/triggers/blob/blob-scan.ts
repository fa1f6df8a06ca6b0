// Finds new blobs by listing their container repeatedly, because the storage emulator does not report writes.
// The scan position is stored, so that the next start finds what was written while the host was down.

import { setTimeout as wait } from 'node:timers/promises';
import type { ContainerClient } from '@azure/storage-blob';
import type { Logs } from '../../core/logs';
import { readRecord, writeRecord } from '../hosts-container';
import { makeInterruptibleSleep } from '../interruptible-sleep';
import type { Listener } from '../listener';
import { makeLoopListener } from '../loop-listener';
import { type ListedBlob, makeBlobListing } from './blob-listing';
import type { BlobVersion } from './blob-message';

const MIN_PAUSE_MS = 1000;
/** The fixed interval of the genuine host. */
const MAX_PAUSE_MS = 10_000;
const CATEGORY = 'Host.Triggers.Blob';
/** How many blobs are announced concurrently. */
const PARALLEL = 8;
/**
 * The position stays this far behind the newest blob. A blob may carry the time at which its upload began, but it is
 * listed only after the upload: a slow upload appears with an older time than blobs already reported. Reported blobs in
 * this window are remembered.
 */
const MAX_UPLOAD_MS = 300_000;
/** The maximum of the pause that follows every listing, so that many writes cannot keep the host listing. */
const MAX_GAP_MS = 1000;

export interface BlobScanOptions {
  container: ContainerClient;
  /** The account that stores the position. */
  connectionString: string;
  /** The blob in `azure-webjobs-hosts` that stores it. */
  positionName: string;
  /** Without a stored position: report existing blobs, or only those written from now on. */
  existing: 'report' | 'ignore';
  /** Called for each new version. May be called twice for one version. @returns false to be called again for it */
  onBlob(version: BlobVersion): Promise<boolean>;
  logs: Logs;
}

export interface BlobScan extends Listener {
  /** Scans now, because a blob was written. */
  notify(): void;
}

/**
 * The pause before the next scan, in milliseconds. The genuine host scans every ten seconds; here a developer is waiting.
 * The pause is one second for half a minute after a write, and grows to ten seconds after five idle minutes. It is at
 * least ten times the duration of the last scan, so that large containers do not use up the CPU.
 */
export function scanPause(sinceLastWriteMs: number, lastScanMs: number): number {
  const byActivity = Math.min(MAX_PAUSE_MS, Math.max(MIN_PAUSE_MS, sinceLastWriteMs / 30));
  return Math.max(byActivity, Math.min(10 * lastScanMs, 60_000));
}

export function makeBlobScan(options: BlobScanOptions): BlobScan {
  const { container, connectionString, positionName } = options;
  const pause = makeInterruptibleSleep();
  const listener = makeLoopListener(pause, run);
  /** Blobs modified at or after this time (ms) are candidates. */
  let position = 0;
  /** ETags of the candidates already reported, keyed by blob name. */
  let reported = new Map<string, string>();
  /** Names of candidates to report again. */
  let open = new Set<string>();

  /** @returns true when there was a new blob. */
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
    await moveTo(Math.max(position, Math.min(newest - MAX_UPLOAD_MS, oldestOpen)));
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
    const record = (await readRecord(connectionString, positionName)) as { LatestScan?: string } | undefined;
    const stored = Date.parse(record?.LatestScan ?? '');
    if (!Number.isNaN(stored)) position = stored;
    else if (options.existing === 'ignore') await moveTo(Math.floor(startedAt / 1000) * 1000);
  }

  async function run(): Promise<void> {
    const startedAt = Date.now();
    let lastWriteAt = startedAt;
    let restored = false;
    let failing = false;
    let listing = makeBlobListing(container);
    while (!listener.isStopped()) {
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
        // Not all listed blobs were reported, so list them all again. The warning appears once per outage.
        listing = makeBlobListing(container);
        if (!failing) {
          options.logs.write('warning', CATEGORY, `Cannot scan container '${container.containerName}': ${error}`);
        }
        failing = true;
      }
      await wait(Math.min(2 * listMs, MAX_GAP_MS));
      await pause.sleep(scanPause(Date.now() - lastWriteAt, listMs));
    }
  }

  return { ...listener, notify: () => pause.wake() };
}

async function eachParallel<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}
