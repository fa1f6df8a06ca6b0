// The catalog in one blob. Reads are answered from memory for a few seconds and then checked by ETag, since every
// cart and order asks; each replaced version stays beside the current one as `previous/<time>.json`.

import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ContainerClient } from '@azure/storage-blob';
import { type Catalog, catalogSchema, emptyCatalog } from '../../catalog/catalog';
import { allowsReplacing, type CatalogRevision, type CatalogStore, type PublishCondition } from '../../catalog/ports';
import { AppError } from '../../shared/http/errors';
import { schemaFaults } from '../../shared/http/schema-faults';
import { accepted, refused } from '../../shared/result';
import type { Storage } from './storage';
import { isStatus } from './storage-error';

const containerName = 'catalog';
const blobName = 'catalog.json';
const cacheForMs = 3_000;
/** Each further round means that another instance of the app published in between. */
const publishRounds = 5;

/** @param now the time in ms since the epoch. */
export function makeBlobCatalog(storage: Storage, now: () => number = Date.now): CatalogStore {
  let cached: { revision: CatalogRevision; at: number } | undefined;
  let reading: Promise<CatalogRevision> | undefined;
  /** One after the other: the last to publish is also the last to be kept. */
  let publishing: Promise<void> = Promise.resolve();

  function keep(revision: CatalogRevision): CatalogRevision {
    cached = { revision, at: now() };
    return revision;
  }

  async function refresh(): Promise<CatalogRevision> {
    const before = cached;
    const known = before?.revision;
    const version = await fetchVersion(await storage.container(containerName), known?.etag);
    // What was published here meanwhile is newer than what was read.
    if (cached && cached !== before) return cached.revision;
    if (version === 'unchanged' && known) return keep(known);
    if (version === 'missing' || version === 'unchanged') return keep({ catalog: emptyCatalog });
    return keep({ catalog: parseCatalog(version.document), etag: version.etag });
  }

  return {
    async read() {
      if (cached && now() - cached.at < cacheForMs) return cached.revision;
      reading ??= refresh().finally(() => {
        reading = undefined;
      });
      return reading;
    },

    publish(catalog, condition) {
      const turn = publishing.then(async () => {
        const published = await replaceCurrent(await storage.container(containerName), catalog, condition, now);
        if (published.ok) keep({ catalog, etag: published.value.etag });
        return published;
      });
      // The next one's turn comes however this one ends; the error is its caller's.
      publishing = turn.then(
        () => undefined,
        () => undefined,
      );
      return turn;
    },
  };
}

interface Version {
  /** Without quotes. */
  etag: string;
  document: string;
}

async function fetchVersion(container: ContainerClient, known?: string): Promise<Version | 'missing' | 'unchanged'> {
  const conditions = known === undefined ? {} : { ifNoneMatch: `"${known}"` };
  try {
    const answer = await container.getBlobClient(blobName).download(0, undefined, { conditions });
    return { etag: bare(answer.etag), document: await text(answer.readableStreamBody ?? Readable.from([])) };
  } catch (error) {
    if (isStatus(error, 304)) return 'unchanged';
    if (isStatus(error, 404)) return 'missing';
    throw error;
  }
}

async function replaceCurrent(
  container: ContainerClient,
  catalog: Catalog,
  condition: PublishCondition,
  now: () => number,
): ReturnType<CatalogStore['publish']> {
  for (let round = 0; round < publishRounds; round++) {
    const version = await fetchVersion(container);
    const before = typeof version === 'object' ? version : undefined;
    if (!allowsReplacing(condition, before?.etag)) {
      return refused('REQUEST.PRECONDITION_FAILED', 'The catalog has changed: read it again before replacing it.');
    }
    const etag = await replace(container, catalog, before, new Date(now()));
    if (etag !== undefined) return accepted({ etag });
  }
  throw new AppError('DEPENDENCY.UNAVAILABLE', 'Others are replacing the catalog: try again shortly.');
}

/** The new version's tag; undefined when `before` is not the current one any more. */
async function replace(container: ContainerClient, catalog: Catalog, before: Version | undefined, at: Date) {
  // Kept first: a crash in between leaves a copy too many, never one too few.
  if (before) await put(container, `previous/${at.toISOString()}.json`, before.document, {});
  const conditions = before ? { ifMatch: `"${before.etag}"` } : { ifNoneMatch: '*' };
  try {
    return await put(container, blobName, JSON.stringify(catalog, null, 2), conditions);
  } catch (error) {
    if (isStatus(error, 412) || isStatus(error, 409)) return undefined;
    throw error;
  }
}

async function put(container: ContainerClient, name: string, document: string, conditions: object): Promise<string> {
  const blobHTTPHeaders = { blobContentType: 'application/json' };
  const bytes = Buffer.from(document);
  const answer = await container.getBlockBlobClient(name).uploadData(bytes, { conditions, blobHTTPHeaders });
  return bare(answer.etag);
}

function bare(etag: string | undefined): string {
  return (etag ?? '').replaceAll('"', '');
}

function parseCatalog(document: string): Catalog {
  const parsed = catalogSchema.safeParse(JSON.parse(document));
  if (parsed.success) return parsed.data;
  throw new Error(`${containerName}/${blobName} has faults: ${schemaFaults(parsed.error)}`);
}
