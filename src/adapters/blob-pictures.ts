// Pictures in blobs: sources in `uploads`, where customers' browsers put them, renditions and manifests in `renditions`.

import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import type { BlobDownloadResponseParsed, BlockBlobClient, ContainerClient } from '@azure/storage-blob';
import type { Manifest } from '../pictures/manifest';
import { sourceBlobName } from '../pictures/picture';
import type { PictureSources, RenditionStore } from '../pictures/ports';
import { renditionContentType, renditionFile } from '../pictures/renditions';
import type { Storage } from './storage';
import { isStatus } from './storage-error';

export function makeBlobSources(storage: Storage): PictureSources {
  return {
    async etag(name) {
      const uploads = await storage.container('uploads');
      return absentAs404(async () => (await uploads.getBlobClient(sourceBlobName(name)).getProperties()).etag);
    },

    async read(name, etag, maxBytes) {
      const uploads = await storage.container('uploads');
      try {
        const conditions = { ifMatch: etag };
        const answer = await uploads.getBlobClient(sourceBlobName(name)).download(0, undefined, { conditions });
        const stream = streamOf(answer);
        if ((answer.contentLength ?? 0) <= maxBytes) return owned(await buffer(stream));
        stream.destroy();
        return 'tooLarge';
      } catch (error) {
        if (isStatus(error, 412) || isStatus(error, 404)) return 'obsolete';
        throw error;
      }
    },
  };
}

export function makeBlobRenditions(storage: Storage): RenditionStore {
  return {
    async manifest(pictureId) {
      const blob = manifestBlob(await storage.container('renditions'), pictureId);
      return absentAs404(async () => {
        const answer = await blob.download();
        const manifest = JSON.parse(await text(streamOf(answer))) as Manifest;
        return { manifest, etag: answer.etag ?? '' };
      });
    },

    async publish(manifest, files, replaced) {
      const container = await storage.container('renditions');
      await Promise.all(
        files.map(({ name, format, bytes }) =>
          container
            .getBlockBlobClient(`${manifest.pictureId}/${renditionFile(name, format)}`)
            .uploadData(bytes, { blobHTTPHeaders: { blobContentType: renditionContentType(format) } }),
        ),
      );
      await manifestBlob(container, manifest.pictureId).uploadData(Buffer.from(JSON.stringify(manifest)), {
        blobHTTPHeaders: { blobContentType: 'application/json' },
        conditions: replaced ? { ifMatch: replaced.etag } : { ifNoneMatch: '*' },
      });
    },

    async open(pictureId, file) {
      const container = await storage.container('renditions');
      return absentAs404(async () => {
        const answer = await container.getBlobClient(`${pictureId}/${file}`).download();
        return {
          etag: answer.etag ?? '',
          contentType: answer.contentType ?? 'application/octet-stream',
          bytes: answer.contentLength ?? 0,
          stream: streamOf(answer),
        };
      });
    },
  };
}

function manifestBlob(container: ContainerClient, pictureId: string): BlockBlobClient {
  return container.getBlockBlobClient(`${pictureId}/manifest.json`);
}

async function absentAs404<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}

/** In Node the client's stream is a Readable, which its type does not tell. */
function streamOf(answer: BlobDownloadResponseParsed): Readable {
  return (answer.readableStreamBody ?? Readable.from([])) as Readable;
}

/** A buffer that shares its memory with nothing else, so that it can be handed to another thread. */
function owned(bytes: Buffer): Uint8Array<ArrayBuffer> {
  return bytes.byteLength === bytes.buffer.byteLength
    ? new Uint8Array(bytes.buffer as ArrayBuffer)
    : Uint8Array.from(bytes);
}
