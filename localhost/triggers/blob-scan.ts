// Finds new blobs by listing their container again and again: the storage emulator reports no writes.
// The position is kept in storage, so that what was written while the host was down is found at the next start.

import { setTimeout as wait } from 'node:timers/promises';
import type { ContainerClient } from '@azure/storage-blob';
import { statusOf } from '../bindings/storage-clients';
import type { Logs } from '../logs';
import { type BlobVersion, quoted } from './blob-message';
import { readNote, writeNote } from './hosts-container';
import { makeInterruptibleSleep } from './interruptible-sleep';
import type { Listener } from './listener';

const SHORTEST_PAUSE_MS = 1000;
/** The genuine host's only interval. */
const LONGEST_PAUSE_MS = 10_000;
const PAGE_SIZE = 5000;
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

  async function scan(): Promise<boolean> {
    let newest = position;
    let oldestOpen = Number.POSITIVE_INFINITY;
    const candidates: { version: BlobVersion; modifiedMs: number }[] = [];
    for await (const page of container.listBlobsFlat().byPage({ maxPageSize: PAGE_SIZE })) {
      for (const { name, properties } of page.segment.blobItems) {
        const modifiedMs = properties.lastModified.getTime();
        newest = Math.max(newest, modifiedMs);
        if (modifiedMs < position) continue;
        candidates.push({
          version: { container: container.containerName, name, etag: quoted(properties.etag) },
          modifiedMs,
        });
      }
    }
    const fresh = candidates.filter(({ version }) => reported.get(version.name) !== version.etag);
    const open = new Set<string>();
    await eachParallel(fresh, async ({ version, modifiedMs }) => {
      if (await options.onBlob(version)) return;
      open.add(version.name);
      oldestOpen = Math.min(oldestOpen, modifiedMs);
    });
    await moveTo(Math.max(position, Math.min(newest - SLOWEST_UPLOAD_MS, oldestOpen)));
    const settled = candidates.filter(({ version, modifiedMs }) => modifiedMs >= position && !open.has(version.name));
    reported = new Map(settled.map(({ version }) => [version.name, version.etag]));
    return fresh.length > 0;
  }

  async function moveTo(next: number): Promise<void> {
    if (next === position) return;
    position = next;
    await writeNote(connectionString, positionName, { LatestScan: new Date(position - 1).toISOString() });
  }

  async function restorePosition(startedAt: number): Promise<void> {
    const note = (await readNote(connectionString, positionName)) as { LatestScan?: string } | undefined;
    const stored = Date.parse(note?.LatestScan ?? '');
    if (!Number.isNaN(stored)) position = stored;
    else if (options.existing === 'ignore') await moveTo(Math.floor(startedAt / 1000) * 1000);
  }

  async function run(): Promise<void> {
    const startedAt = Date.now();
    let lastWriteAt = startedAt;
    let restored = false;
    let failing = false;
    while (!stopped) {
      const begunAt = Date.now();
      try {
        if (!restored) await restorePosition(startedAt);
        restored = true;
        if (await scan()) lastWriteAt = Date.now();
        failing = false;
      } catch (error) {
        // A missing container has no blobs. Anything else is told once per outage and tried again.
        if (statusOf(error) !== 404 && !failing) {
          failing = true;
          options.logs.write(
            'warning',
            'Host.Triggers.Blob',
            `Container '${container.containerName}' was not scanned: ${error}`,
          );
        }
      }
      const scanMs = Date.now() - begunAt;
      await wait(Math.min(2 * scanMs, LONGEST_GAP_MS));
      await pause.sleep(scanPause(Date.now() - lastWriteAt, scanMs));
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
