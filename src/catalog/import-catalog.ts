// Imports a catalog file that was uploaded to storage: the same rules as over HTTP, with a report instead of a response.

import { isDeepStrictEqual } from 'node:util';
import { type FieldFault, schemaFaults } from '../shared/http/schema-faults';
import { type Catalog, catalogSchema, maxCatalogBytes } from './catalog';
import type { CatalogStore, CatalogUpload, CatalogUploads, ImportReport, ImportReports } from './ports';

const maxReportedFaults = 1_000;

export interface ImportCatalogDeps {
  uploads: CatalogUploads;
  reports: ImportReports;
  store: CatalogStore;
  now: () => Date;
}

/** `gone`: the file no longer exists; `repeated`: this version of the file was already imported. */
export type ImportOutcome = ImportReport | 'gone' | 'repeated';

export type ImportCatalog = (file: string) => Promise<ImportOutcome>;

/**
 * Publishes or refuses a file, and saves a report. A repeated event changes nothing, even after another catalog was
 * published, and neither does a late one. @throws when storage fails: try again.
 */
export function makeImportCatalog({ uploads, reports, store, now }: ImportCatalogDeps): ImportCatalog {
  return async (file) => {
    const upload = await uploads.read(file, maxCatalogBytes);
    if (!upload) return 'gone';
    const before = await reports.find(file);
    if (before?.sourceEtag === upload.etag) return 'repeated';

    const catalog = readCatalog(upload.bytes);
    const head = { file, sourceEtag: upload.etag, at: now().toISOString() };
    const report: ImportReport = Array.isArray(catalog)
      ? { ...head, outcome: 'refused', faultCount: catalog.length, faults: catalog.slice(0, maxReportedFaults) }
      : { ...head, ...(await publishUnlessSuperseded(catalog, upload)) };
    await reports.save(report);
    return report;
  };

  /** Events come late and in any order: what was uploaded before the catalog was last replaced must not replace it. */
  async function publishUnlessSuperseded(catalog: Catalog, { writtenAt }: CatalogUpload) {
    const { catalog: current, publishedAt } = await store.read();
    // The same catalog was published by this file, before a crash, or by a request: either way it is what is asked for.
    if (publishedAt && publishedAt > writtenAt && !isDeepStrictEqual(current, catalog)) {
      return { outcome: 'superseded', publishedAt: publishedAt.toISOString() } as const;
    }
    return { outcome: 'published', products: catalog.products.length, etag: await publish(catalog) } as const;
  }

  async function publish(catalog: Catalog): Promise<string> {
    const published = await store.publish(catalog, undefined);
    if (!published.ok) throw new Error(`The catalog was refused although no condition was set: ${published.detail}`);
    return published.value.etag;
  }
}

/** The catalog in a file, or all its errors. */
function readCatalog(bytes: Uint8Array | 'tooMany'): Catalog | FieldFault[] {
  if (bytes === 'tooMany') return [fileFault(`is larger than ${maxCatalogBytes / 1024 / 1024} MiB`)];
  const document = parseDocument(bytes);
  if ('fault' in document) return [fileFault(document.fault)];
  const parsed = catalogSchema.safeParse(document.value);
  return parsed.success ? parsed.data : schemaFaults(parsed.error);
}

/** Skips a byte order mark, which some editors write. */
function parseDocument(bytes: Uint8Array): { value: unknown } | { fault: string } {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch (error) {
    return { fault: `is not JSON in UTF-8 (${(error as Error).message})` };
  }
}

function fileFault(message: string): FieldFault {
  return { field: '(file)', message };
}
