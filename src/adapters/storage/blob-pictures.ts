// Pictures in blobs: sources in `uploads`, where customers' browsers put them, renditions and manifests in `renditions`.

import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setImmediate as otherWork } from 'node:timers/promises';
import type { BlobDownloadResponseParsed, BlobGetPropertiesResponse, BlockBlobClient } from '@azure/storage-blob';
import { type Manifest, sha256 } from '../../pictures/manifest';
import { type PictureName, sourceBlobName } from '../../pictures/picture';
import type { PictureSources, RenditionStore } from '../../pictures/ports';
import { renditionContentType, renditionFile } from '../../pictures/renditions';
import type { Storage } from './storage';
import { isStatus, unlessMissing } from './storage-error';

/** Storage ends a hold by itself after a minute; what is done under it has to be over before. */
const holdSeconds = 60;
const workUnderHoldMs = 45_000;
/** Read before others have their turn on the event loop; each takes some milliseconds. */
const bytesInARow = 256 * 1024;

export function makeBlobSources(storage: Storage): PictureSources {
  const blobOf = async (name: PictureName) => (await storage.container('uploads')).getBlobClient(sourceBlobName(name));
  return {
    async etag(name) {
      const blob = await blobOf(name);
      return unlessMissing(async () => (await blob.getProperties()).etag);
    },

    async read(name, etag, maxBytes) {
      const blob = await blobOf(name);
      return obsoleteIfChanged(async () => {
        const answer = await blob.download(0, undefined, { conditions: { ifMatch: etag } });
        const stream = streamOf(answer);
        const length = answer.contentLength ?? 0;
        if (length <= maxBytes) return owned(stream, length);
        stream.destroy();
        return 'tooLarge';
      });
    },

    async hold(name, etag) {
      const lease = (await blobOf(name)).getBlobLeaseClient();
      return obsoleteIfChanged(async () => {
        await lease.acquireLease(holdSeconds, { conditions: { ifMatch: etag } });
        const signal = AbortSignal.timeout(workUnderHoldMs);
        return { signal, release: () => unlessLost(lease.releaseLease()) };
      });
    },

    async remove(name) {
      const blob = await blobOf(name);
      const removal = { deleteSnapshots: 'include' } as const;
      try {
        await blob.deleteIfExists(removal);
      } catch (error) {
        if (!isStatus(error, 412)) throw error;
        // Held by a rendering, which will find out that the picture is deleted.
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
          const sum = sha256(file.bytes);
          if (replaced && (await sumOf(blob)) === sum) return;
          const blobHTTPHeaders = { blobContentType: renditionContentType(file.format) };
          await blob.uploadData(file.bytes, { blobHTTPHeaders, metadata: { sha256: sum }, abortSignal });
        }),
      );
      await manifestBlob.uploadData(Buffer.from(JSON.stringify(manifest)), {
        blobHTTPHeaders: { blobContentType: 'application/json' },
        conditions: replaced ? { ifMatch: replaced.etag } : { ifNoneMatch: '*' },
        abortSignal,
      });
      const leftOver = filesOf(replaced?.manifest).filter((file) => !filesOf(manifest).includes(file));
      await Promise.all(leftOver.map(async (file) => (await blobOf(pictureId, file)).deleteIfExists()));
    },

    async remove(pictureId) {
      const container = await storage.container('renditions');
      // Whatever there is, named by a manifest or not.
      for await (const { name } of container.listBlobsFlat({ prefix: `${pictureId}/` })) {
        await container.getBlobClient(name).deleteIfExists();
      }
    },

    async look(pictureId, file) {
      const blob = await blobOf(pictureId, file);
      return unlessMissing(async () => mediaFacts(await blob.getProperties()));
    },

    async open(pictureId, file) {
      const blob = await blobOf(pictureId, file);
      return unlessMissing(async () => {
        const answer = await blob.download();
        return { ...mediaFacts(answer), stream: streamOf(answer) };
      });
    },
  };
}

const manifestFile = 'manifest.json';

/** The files that a manifest names, by the last part of their urls. */
function filesOf(manifest: Manifest | undefined): string[] {
  return (manifest?.renditions ?? []).map(({ url }) => url.slice(url.lastIndexOf('/') + 1));
}

/** Of the bytes that are in a blob, as it was noted when they were written. */
function sumOf(blob: BlockBlobClient): Promise<string | undefined> {
  return unlessMissing(async () => (await blob.getProperties()).metadata?.sha256);
}

function mediaFacts({ etag, contentType, contentLength }: BlobGetPropertiesResponse | BlobDownloadResponseParsed) {
  return { etag: etag ?? '', contentType: contentType ?? 'application/octet-stream', bytes: contentLength ?? 0 };
}

/** A hold that was broken or has ended needs no end any more. */
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

/** In Node the client's stream is a Readable, which its type does not tell. */
function streamOf(answer: BlobDownloadResponseParsed): Readable {
  return (answer.readableStreamBody ?? Readable.from([])) as Readable;
}

/**
 * The bytes in a buffer that shares its memory with nothing else, so that it can be handed to another thread. They are
 * copied once, a chunk at a time: Node's own collecting keeps the event loop busy for a third of a second with 20 MiB.
 */
async function owned(stream: Readable, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let [at, pauseAt] = [0, bytesInARow];
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    bytes.set(chunk, at);
    at += chunk.length;
    if (at < pauseAt) continue;
    // Storage nearby sends faster than it is read, and several sources at once would leave no time for anything else.
    await otherWork();
    pauseAt = at + bytesInARow;
  }
  if (at !== length) throw new Error(`Storage sent ${at} of ${length} bytes.`);
  return bytes;
}
