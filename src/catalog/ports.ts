// The ports of the catalog: the store of its document, the uploaded files and the reports on them.

import type { FieldFault } from '../shared/http/schema-faults';
import type { Result } from '../shared/result';
import type { Catalog } from './catalog';

export interface CatalogRevision {
  catalog: Catalog;
  /** Strong entity tag without quotes; absent until a catalog is published. */
  etag?: string;
  /** When this version was stored, to the second; absent until a catalog is published. */
  publishedAt?: Date;
}

/** The tags of an If-Match header without quotes, `*` for any existing version, undefined for no condition. */
export type PublishCondition = readonly string[] | '*' | undefined;

export interface CatalogStore {
  /** The catalog, at most a few seconds old; empty when none was published. @throws when the document is invalid. */
  read(): Promise<CatalogRevision>;

  /**
   * Replaces the catalog and keeps a copy of the previous version. The next read through this store returns the new one.
   * `REQUEST.PRECONDITION_FAILED`: the condition does not name the current version.
   * @throws AppError `DEPENDENCY.UNAVAILABLE` when concurrent publishes win every attempt.
   */
  publish(
    catalog: Catalog,
    condition: PublishCondition,
  ): Promise<Result<{ etag: string }, 'REQUEST.PRECONDITION_FAILED'>>;
}

/** Whether the condition allows replacing the current version; `etag` is undefined when there is none. */
export function allowsReplacing(condition: PublishCondition, etag: string | undefined): boolean {
  if (condition === undefined) return true;
  if (etag === undefined) return false;
  return condition === '*' || condition.includes(etag);
}

/** A file in the container of catalog uploads. */
export interface CatalogUpload {
  /** With its quotes. */
  etag: string;
  /** To the second. */
  writtenAt: Date;
  bytes: Uint8Array | 'tooMany';
}

/** A file as the list of files shows it. */
export type ListedUpload = Pick<CatalogUpload, 'etag' | 'writtenAt'> & { file: string };

export interface CatalogUploads {
  /** The current file; one larger than `maxBytes` is not read. */
  read(file: string, maxBytes: number): Promise<CatalogUpload | undefined>;
  /** All files. */
  list(): Promise<ListedUpload[]>;
}

/** The outcome of an import. */
export type ImportReport = { file: string; sourceEtag: string; at: string } & (
  | { outcome: 'published'; products: number; etag: string }
  /** The catalog was replaced after the file was uploaded, and stays. */
  | { outcome: 'superseded'; publishedAt: string }
  /** `faultCount` counts all errors; `faults` lists the first of them. */
  | { outcome: 'refused'; faultCount: number; faults: FieldFault[] }
);

export interface ImportReports {
  /** The latest report on a file with this name. */
  find(file: string): Promise<ImportReport | undefined>;
  save(report: ImportReport): Promise<void>;
  /** The version of each file, with its quotes, that its latest report is about. */
  sourceEtags(): Promise<Map<string, string>>;
}
