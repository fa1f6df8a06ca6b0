// What the catalog needs of the outside: a place for its one document.

import type { FieldFault } from '../shared/http/schema-faults';
import type { Result } from '../shared/result';
import type { Catalog } from './catalog';

export interface CatalogRevision {
  catalog: Catalog;
  /** Strong entity tag without quotes; absent while no catalog was ever published. */
  etag?: string;
}

/** The tags of an If-Match header without their quotes, `*` for any existing version, undefined for no condition. */
export type PublishCondition = readonly string[] | '*' | undefined;

export interface CatalogStore {
  /** The catalog as it was at most a few seconds ago; the empty one when there is none. @throws when the document is faulty. */
  read(): Promise<CatalogRevision>;

  /**
   * Replaces the catalog and keeps the earlier version beside it. Who reads through this store next sees the new one.
   * `REQUEST.PRECONDITION_FAILED`: the current version is none of those named in the condition.
   * @throws AppError `DEPENDENCY.UNAVAILABLE` when others publish all the time.
   */
  publish(
    catalog: Catalog,
    condition: PublishCondition,
  ): Promise<Result<{ etag: string }, 'REQUEST.PRECONDITION_FAILED'>>;
}

/** Whether a version may be replaced under a condition; `etag` is undefined when there is no version. */
export function allowsReplacing(condition: PublishCondition, etag: string | undefined): boolean {
  if (condition === undefined) return true;
  if (etag === undefined) return false;
  return condition === '*' || condition.includes(etag);
}

/** A file that landed in the container of catalog uploads. */
export interface CatalogUpload {
  /** With its quotes. */
  etag: string;
  bytes: Uint8Array;
}

export interface CatalogUploads {
  /** The file as it is now; more than `maxBytes` are not read. */
  read(file: string, maxBytes: number): Promise<CatalogUpload | { etag: string; bytes: 'tooMany' } | undefined>;
}

/** What became of an upload. */
export type ImportReport = { file: string; sourceEtag: string; at: string } & (
  | { outcome: 'published'; products: number; etag: string }
  /** `faultCount` in all, of which the first are told. */
  | { outcome: 'refused'; faultCount: number; faults: FieldFault[] }
);

export interface ImportReports {
  /** The last report on a file of this name. */
  find(file: string): Promise<ImportReport | undefined>;
  save(report: ImportReport): Promise<void>;
}
