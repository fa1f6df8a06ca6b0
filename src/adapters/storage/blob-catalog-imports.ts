// Catalog files in blobs: the owner uploads them to `catalog-uploads`, and the report on each is stored beside the catalog as
// `imports/<file>.json`, in another container, so that a report never triggers an import.

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ContainerClient } from '@azure/storage-blob';
import type { CatalogUploads, ImportReport, ImportReports, ListedUpload } from '../../catalog/ports';
import type { Storage } from './storage';
import { unlessMissing } from './storage-error';

export function makeBlobCatalogUploads(storage: Storage): CatalogUploads {
  return {
    async read(file, maxBytes) {
      const blob = (await storage.container('catalog-uploads')).getBlobClient(file);
      return unlessMissing(async () => {
        const answer = await blob.download();
        const stream = Readable.from(answer.readableStreamBody ?? []);
        const version = { etag: answer.etag ?? '', writtenAt: answer.lastModified ?? new Date() };
        if ((answer.contentLength ?? 0) <= maxBytes) return { ...version, bytes: await buffer(stream) };
        stream.destroy();
        return { ...version, bytes: 'tooMany' };
      });
    },

    async list() {
      const files: ListedUpload[] = [];
      for await (const { name, properties } of (await storage.container('catalog-uploads')).listBlobsFlat()) {
        files.push({ file: name, etag: quoted(properties.etag), writtenAt: properties.lastModified });
      }
      return files;
    },
  };
}

/** Makes the container that the owner uploads to, where the account has none yet; in Azure, Bicep has made it. */
export async function prepareCatalogUploads(storage: Storage): Promise<void> {
  await storage.container('catalog-uploads');
}

export function makeBlobImportReports(storage: Storage): ImportReports {
  const container = () => storage.container('catalog');
  return {
    find: async (file) => readReport(await container(), blobNameOf(file)),

    async save(report) {
      const blob = (await container()).getBlockBlobClient(blobNameOf(report.file));
      const bytes = Buffer.from(JSON.stringify(report, null, 2));
      const blobHTTPHeaders = { blobContentType: 'application/json' };
      await blob.uploadData(bytes, { blobHTTPHeaders, metadata: { [etagKey]: unquoted(report.sourceEtag) } });
    },

    async sourceEtags() {
      const known = new Map<string, string>();
      const client = await container();
      for await (const { name, metadata } of client.listBlobsFlat({ prefix: folder, includeMetadata: true })) {
        // Reports of earlier versions have no metadata.
        const etag = metadata?.[etagKey] ?? (await readReport(client, name))?.sourceEtag;
        if (etag !== undefined) known.set(name.slice(folder.length, -extension.length), quoted(etag));
      }
      return known;
    },
  };
}

const folder = 'imports/';
const extension = '.json';
/** Metadata of a report: the version of the file that it is about. */
const etagKey = 'sourceetag';

function blobNameOf(file: string): string {
  return `${folder}${file}${extension}`;
}

function readReport(container: ContainerClient, name: string): Promise<ImportReport | undefined> {
  return unlessMissing(async () => {
    return JSON.parse((await container.getBlobClient(name).downloadToBuffer()).toString()) as ImportReport;
  });
}

/** A list of blobs has ETags without quotes, everything else with them. */
function quoted(etag: string): string {
  return `"${unquoted(etag)}"`;
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}
