// Pictures in blobs: sources in `uploads`, where browsers upload them; renditions and manifests in `renditions`.

import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { BlobDownloadResponseParsed, BlobGetPropertiesResponse, BlockBlobClient } from '@azure/storage-blob';
import { type Manifest, sha256 } from '../../pictures/manifest';
import { type PictureName, sourceBlobName } from '../../pictures/picture';
import type { PictureSources, RenditionStore } from '../../pictures/ports';
import { renditionContentType, renditionFile } from '../../pictures/renditions';
import type { Storage } from './storage';
import { isStatus, unlessMissing } from './storage-error';

/** Storage ends the lease after a minute; work under it must finish before. */
const leaseSeconds = 60;
const maxWorkUnderLeaseMs = 45_000;
/** How many bytes are copied before yielding to the event loop: a few milliseconds of work. */
const bytesPerTurn = 256 * 1024;

/** Kinds of blobs that are no uploads: they can be changed in place, and a page blob of terabytes takes no bytes to make. */
const otherKinds = { BlockBlob: undefined, AppendBlob: 'appendBlob', PageBlob: 'pageBlob' } as const;

export function makeBlobSources(storage: Storage): PictureSources {
  const blobOf = async (name: PictureName) => (await storage.container('uploads')).getBlobClient(sourceBlobName(name));
  return {
    async etag(name) {
      const blob = await blobOf(name);
      return unlessMissing(async () => (await blob.getProperties()).etag);
    },

    async writtenAt(name) {
      const blob = await blobOf(name);
      return unlessMissing(async () => (await blob.getProperties()).lastModified);
    },

    async read(name, etag, maxBytes) {
      const blob = await blobOf(name);
      return obsoleteIfChanged(async () => {
        const answer = await blob.download(0, undefined, { conditions: { ifMatch: etag } });
        const stream = streamOf(answer);
        const length = answer.contentLength ?? 0;
        const otherKind = answer.blobType && otherKinds[answer.blobType];
        if (!otherKind && length <= maxBytes) return readOwned(stream, length);
        stream.destroy();
        return otherKind ?? 'tooLarge';
      });
    },

    async lease(name, etag) {
      const client = (await blobOf(name)).getBlobLeaseClient();
      return obsoleteIfChanged(async () => {
        await client.acquireLease(leaseSeconds, { conditions: { ifMatch: etag } });
        const signal = AbortSignal.timeout(maxWorkUnderLeaseMs);
        return { signal, release: () => unlessLost(client.releaseLease()) };
      });
    },

    async remove(name) {
      const blob = await blobOf(name);
      const removal = { deleteSnapshots: 'include' } as const;
      try {
        await blob.deleteIfExists(removal);
      } catch (error) {
        if (!isStatus(error, 412)) throw error;
        // Leased by a rendering, which will notice that the picture is deleted.
        await unlessLost(blob.getBlobLeaseClient().breakLease(0));
        await blob.deleteIfExists(removal);
      }
    },
  };
}

export function makeBlobRenditions(storage: Storage): RenditionStore {
  const blobOf = async (pictureId: string, file: string) =>
    (await storage.container('renditions')).getBlockBlobClient(`${pictureId}/${file}`);
  return {
    async manifest(pictureId) {
      const blob = await blobOf(pictureId, manifestFile);
      return unlessMissing(async () => {
        const answer = await blob.download();
        const manifest = JSON.parse(await text(streamOf(answer))) as Manifest;
        return { manifest, etag: answer.etag ?? '' };
      });
    },

    async publish(manifest, files, replaced, abortSignal) {
      const { pictureId } = manifest;
      const manifestBlob = await blobOf(pictureId, manifestFile);
      await Promise.all(
        files.map(async (file) => {
          const blob = await blobOf(pictureId, renditionFile(file.name, file.format));
          const hash = sha256(file.bytes);
          if (replaced && (await storedSha256(blob)) === hash) return;
          const blobHTTPHeaders = { blobContentType: renditionContentType(file.format) };
          await blob.uploadData(file.bytes, { blobHTTPHeaders, metadata: { sha256: hash }, abortSignal });
        }),
      );
      await manifestBlob.uploadData(Buffer.from(JSON.stringify(manifest)), {
        blobHTTPHeaders: { blobContentType: 'application/json' },
        conditions: replaced ? { ifMatch: replaced.etag } : { ifNoneMatch: '*' },
        abortSignal,
      });
      const outdated = filesOf(replaced?.manifest).filter((file) => !filesOf(manifest).includes(file));
      await Promise.all(outdated.map(async (file) => (await blobOf(pictureId, file)).deleteIfExists()));
    },

    async remove(pictureId) {
      const container = await storage.container('renditions');
      // All files, whether a manifest names them or not.
      for await (const { name } of container.listBlobsFlat({ prefix: `${pictureId}/` })) {
        await container.getBlobClient(name).deleteIfExists();
      }
    },

    async properties(pictureId, file) {
      const blob = await blobOf(pictureId, file);
      return unlessMissing(async () => mediaProperties(await blob.getProperties()));
    },

    async open(pictureId, file) {
      const blob = await blobOf(pictureId, file);
      return unlessMissing(async () => {
        const answer = await blob.download();
        return { ...mediaProperties(answer), stream: streamOf(answer) };
      });
    },
  };
}

const manifestFile = 'manifest.json';

/** The files that a manifest names, by the last part of their urls. */
function filesOf(manifest: Manifest | undefined): string[] {
  return (manifest?.renditions ?? []).map(({ url }) => url.slice(url.lastIndexOf('/') + 1));
}

/** The SHA-256 of a blob's bytes, stored in its metadata when they were written. */
function storedSha256(blob: BlockBlobClient): Promise<string | undefined> {
  return unlessMissing(async () => (await blob.getProperties()).metadata?.sha256);
}

function mediaProperties({ etag, contentType, contentLength }: BlobGetPropertiesResponse | BlobDownloadResponseParsed) {
  return { etag: etag ?? '', contentType: contentType ?? 'application/octet-stream', bytes: contentLength ?? 0 };
}

/** A lease that was broken or has expired does not need to be released. */
async function unlessLost(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (![404, 409, 412].some((status) => isStatus(error, status))) throw error;
  }
}

async function obsoleteIfChanged<T>(request: () => Promise<T>): Promise<T | 'obsolete'> {
  try {
    return await request();
  } catch (error) {
    if (isStatus(error, 412) || isStatus(error, 404)) return 'obsolete';
    throw error;
  }
}

/** In Node the client's stream is a Readable, although its type does not say so. */
function streamOf(answer: BlobDownloadResponseParsed): Readable {
  return (answer.readableStreamBody ?? Readable.from([])) as Readable;
}

/**
 * Reads the bytes into a buffer of their own, which can be transferred to another thread. They are copied once, a chunk
 * at a time: Node's stream consumers block the event loop for a third of a second with 20 MiB.
 */
async function readOwned(stream: Readable, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let [at, pauseAt] = [0, bytesPerTurn];
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    bytes.set(chunk, at);
    at += chunk.length;
    if (at < pauseAt) continue;
    // A nearby storage sends faster than it is read: several sources at once would starve all other work.
    await yieldToEventLoop();
    pauseAt = at + bytesPerTurn;
  }
  if (at !== length) throw new Error(`Storage sent ${at} of ${length} bytes.`);
  return bytes;
}
