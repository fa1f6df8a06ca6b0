// Catalog files in blobs: the owner uploads them to `catalog-uploads`, and the report on each is stored beside the catalog as
// `imports/<file>.json`, in another container, so that a report never triggers an import.

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { CatalogUploads, ImportReport, ImportReports } from '../../catalog/ports';
import type { Storage } from './storage';
import { unlessMissing } from './storage-error';

export function makeBlobCatalogUploads(storage: Storage): CatalogUploads {
  return {
    async read(file, maxBytes) {
      const blob = (await storage.container('catalog-uploads')).getBlobClient(file);
      return unlessMissing(async () => {
        const answer = await blob.download();
        const stream = Readable.from(answer.readableStreamBody ?? []);
        const etag = answer.etag ?? '';
        if ((answer.contentLength ?? 0) <= maxBytes) return { etag, bytes: await buffer(stream) };
        stream.destroy();
        return { etag, bytes: 'tooMany' };
      });
    },
  };
}

/** Makes the container that the owner uploads to, where the account has none yet; in Azure, Bicep has made it. */
export async function prepareCatalogUploads(storage: Storage): Promise<void> {
  await storage.container('catalog-uploads');
}

export function makeBlobImportReports(storage: Storage): ImportReports {
  const blobOf = async (file: string) =>
    (await storage.container('catalog')).getBlockBlobClient(`imports/${file}.json`);
  return {
    async find(file) {
      const blob = await blobOf(file);
      return unlessMissing(async () => JSON.parse((await blob.downloadToBuffer()).toString()) as ImportReport);
    },
    async save(report) {
      const blob = await blobOf(report.file);
      const bytes = Buffer.from(JSON.stringify(report, null, 2));
      await blob.uploadData(bytes, { blobHTTPHeaders: { blobContentType: 'application/json' } });
    },
  };
}
