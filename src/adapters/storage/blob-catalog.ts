// The catalog in one blob. Reads come from memory for a few seconds and are then revalidated by ETag, since every
// cart and order reads it. Each replaced version is kept as `previous/<time>.json`.

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { BlockBlobParallelUploadOptions, ContainerClient } from '@azure/storage-blob';
import { type Catalog, catalogSchemaNumber, emptyCatalog, storedCatalogSchema } from '../../catalog/catalog';
import { allowsReplacing, type CatalogRevision, type CatalogStore, type PublishCondition } from '../../catalog/ports';
import { AppError } from '../../shared/http/errors';
import { schemaFaultText } from '../../shared/http/schema-faults';
import { accepted, type Result, refused } from '../../shared/result';
import type { Storage } from './storage';
import { isStatus } from './storage-error';

const containerName = 'catalog';
const blobName = 'catalog.json';
const cacheForMs = 3_000;
/** Each retry means that another instance of the app has published in between. */
const publishRounds = 5;

/** @param now the time in ms since the epoch. */
export function makeBlobCatalog(storage: Storage, now: () => number = Date.now): CatalogStore {
  let cached: { revision: CatalogRevision; at: number } | undefined;
  let reading: Promise<CatalogRevision> | undefined;
  /** Serializes publishing, so that the catalog published last is also the one cached last. */
  let publishing: Promise<void> = Promise.resolve();

  function cache(revision: CatalogRevision): CatalogRevision {
    cached = { revision, at: now() };
    return revision;
  }

  async function refresh(): Promise<CatalogRevision> {
    const before = cached;
    const known = before?.revision;
    const version = await fetchVersion(storage.existing.container(containerName), known?.etag);
    // A catalog published here in the meantime is newer than what was read.
    if (cached && cached !== before) return cached.revision;
    if (version === 'unchanged' && known) return cache(known);
    if (version === 'missing' || version === 'unchanged') return cache({ catalog: emptyCatalog });
    return cache({ catalog: parseCatalog(version), etag: version.etag, publishedAt: version.publishedAt });
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
        if (published.ok) cache({ catalog, ...published.value });
        return published;
      });
      // The next publish runs whether this one succeeds or fails; its caller gets the error.
      publishing = turn.then(
        () => undefined,
        () => undefined,
      );
      return turn;
    },
  };
}

interface Stored {
  /** Without quotes. */
  etag: string;
  publishedAt: Date;
}

interface Version extends Stored {
  document: string;
  /** What this app noted when it published the document; another writer leaves none, or that of another document. */
  checked?: string | undefined;
}

/** Checking thousands of products takes longer than reading them, and each new process would do it again. */
function checkedMark(document: string): string {
  return `${catalogSchemaNumber}-${createHash('sha256').update(document).digest('hex')}`;
}

async function fetchVersion(container: ContainerClient, known?: string): Promise<Version | 'missing' | 'unchanged'> {
  const conditions = known === undefined ? {} : { ifNoneMatch: `"${known}"` };
  try {
    const answer = await container.getBlobClient(blobName).download(0, undefined, { conditions });
    const document = await text(answer.readableStreamBody ?? Readable.from([]));
    return { ...stored(answer), document, checked: answer.metadata?.checked };
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
): Promise<Result<Stored, 'REQUEST.PRECONDITION_FAILED'>> {
  for (let round = 0; round < publishRounds; round++) {
    const version = await fetchVersion(container);
    const before = typeof version === 'object' ? version : undefined;
    if (!allowsReplacing(condition, before?.etag)) {
      return refused('REQUEST.PRECONDITION_FAILED', 'The catalog has changed: read it again before replacing it.');
    }
    const after = await replace(container, catalog, before, new Date(now()));
    if (after) return accepted(after);
  }
  throw new AppError('DEPENDENCY.UNAVAILABLE', 'The catalog is being replaced by others: try again shortly.');
}

/** The new version; undefined when `before` is no longer the current version. */
async function replace(container: ContainerClient, catalog: Catalog, before: Version | undefined, at: Date) {
  // The copy first: a crash in between leaves an extra copy, never a missing one.
  if (before) await put(container, `previous/${at.toISOString()}.json`, before.document);
  const conditions = before ? { ifMatch: `"${before.etag}"` } : { ifNoneMatch: '*' };
  try {
    const document = JSON.stringify(catalog, null, 2);
    return await put(container, blobName, document, { conditions, metadata: { checked: checkedMark(document) } });
  } catch (error) {
    if (isStatus(error, 412) || isStatus(error, 409)) return undefined;
    throw error;
  }
}

async function put(
  container: ContainerClient,
  name: string,
  document: string,
  options: BlockBlobParallelUploadOptions = {},
): Promise<Stored> {
  const blobHTTPHeaders = { blobContentType: 'application/json' };
  const bytes = Buffer.from(document);
  const answer = await container.getBlockBlobClient(name).uploadData(bytes, { ...options, blobHTTPHeaders });
  return stored(answer);
}

function stored({ etag = '', lastModified = new Date() }: { etag?: string; lastModified?: Date }): Stored {
  return { etag: etag.replaceAll('"', ''), publishedAt: lastModified };
}

function parseCatalog({ document, checked }: Version): Catalog {
  const value: unknown = JSON.parse(document);
  if (checked === checkedMark(document)) return value as Catalog;
  const parsed = storedCatalogSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`${containerName}/${blobName} is not valid: ${schemaFaultText(parsed.error)}`);
}
