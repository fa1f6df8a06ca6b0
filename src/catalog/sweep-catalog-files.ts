// Finds catalog files whose event never came, and imports them: those whose version has no report.

import type { Sweep } from '../shared/contracts';
import type { ImportCatalog } from './import-catalog';
import type { CatalogUploads, ImportReports } from './ports';

export interface SweepCatalogFilesDeps {
  uploads: Pick<CatalogUploads, 'list'>;
  reports: Pick<ImportReports, 'sourceEtags'>;
  importCatalog: ImportCatalog;
  now: () => Date;
}

/** A file's event usually comes within seconds. */
const eventWithinMs = 30_000;
const filesARun = 20;

/** Without any file, a run costs one listing; with files, two. */
export function makeSweepCatalogFiles({ uploads, reports, importCatalog, now }: SweepCatalogFilesDeps): Sweep {
  return async () => {
    const before = new Date(now().getTime() - eventWithinMs);
    const old = (await uploads.list()).filter(({ writtenAt }) => writtenAt < before);
    const imported = old.length === 0 ? new Map<string, string>() : await reports.sourceEtags();
    const missed = old
      .filter(({ file, etag }) => imported.get(file) !== etag)
      // The latest file is the catalog in the end.
      .sort((a, b) => a.writtenAt.getTime() - b.writtenAt.getTime());
    const [handled, failed]: [string[], { what: string; error: unknown }[]] = [[], []];
    for (const { file } of missed.slice(0, filesARun)) {
      const what = `catalog-uploads/${file}`;
      try {
        const outcome = await importCatalog(file);
        if (typeof outcome === 'object') handled.push(`${what} (${outcome.outcome})`);
      } catch (error) {
        failed.push({ what, error });
      }
    }
    return { handled, failed };
  };
}
