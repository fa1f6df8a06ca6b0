// The import of a catalog file that was put into storage: the same rules as over HTTP, and a report in place of an answer.

import { type FieldFault, fieldFaults } from '../shared/http/schema-faults';
import { type Catalog, catalogSchema } from './catalog';
import type { CatalogStore, CatalogUploads, ImportReport, ImportReports } from './ports';

/** More than a request may hold, less than would be slow to read with each look at the catalog. */
export const maxUploadBytes = 4 * 1024 * 1024;

const mostFaultsTold = 1_000;

export interface ImportCatalogDeps {
  uploads: CatalogUploads;
  reports: ImportReports;
  store: CatalogStore;
  now: () => Date;
}

/** `gone`: there is no such file any more; `repeated`: this version of the file was imported before. */
export type ImportOutcome = ImportReport | 'gone' | 'repeated';

export type ImportCatalog = (file: string) => Promise<ImportOutcome>;

/**
 * Publishes a file or refuses it, and reports which. An event that comes again, even after another catalog was
 * published, changes nothing. What is thrown is a fault of storage and may be tried again.
 */
export function makeImportCatalog({ uploads, reports, store, now }: ImportCatalogDeps): ImportCatalog {
  return async (file) => {
    const upload = await uploads.read(file, maxUploadBytes);
    if (!upload) return 'gone';
    const before = await reports.find(file);
    if (before?.sourceEtag === upload.etag) return 'repeated';

    const catalog = readCatalog(upload.bytes);
    const head = { file, sourceEtag: upload.etag, at: now().toISOString() };
    const report: ImportReport = Array.isArray(catalog)
      ? { ...head, outcome: 'refused', faultCount: catalog.length, faults: catalog.slice(0, mostFaultsTold) }
      : { ...head, outcome: 'published', products: catalog.products.length, etag: await publish(catalog) };
    await reports.save(report);
    return report;
  };

  async function publish(catalog: Catalog): Promise<string> {
    const published = await store.publish(catalog, undefined);
    if (!published.ok) throw new Error(`Without a condition the catalog was refused: ${published.detail}`);
    return published.value.etag;
  }
}

/** The catalog in a file, or everything that is wrong with it. */
function readCatalog(bytes: Uint8Array | 'tooMany'): Catalog | FieldFault[] {
  if (bytes === 'tooMany') return [whole(`has more than ${maxUploadBytes / 1024 / 1024} MiB`)];
  const document = parseDocument(bytes);
  if ('fault' in document) return [whole(document.fault)];
  const parsed = catalogSchema.safeParse(document.value);
  return parsed.success ? parsed.data : fieldFaults(parsed.error);
}

/** A byte order mark, which some editors put in front, is skipped. */
function parseDocument(bytes: Uint8Array): { value: unknown } | { fault: string } {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch (error) {
    return { fault: `is no JSON in UTF-8 (${(error as Error).message})` };
  }
}

function whole(message: string): FieldFault {
  return { field: '(file)', message };
}
