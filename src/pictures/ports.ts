// The ports of pictures: stores for sources, renditions and states, queues for jobs, and the engine that renders.

import type { Readable } from 'node:stream';
import type { Result } from '../shared/result';
import type { Manifest } from './manifest';
import type { PictureName, PictureRecord, PictureRefusal } from './picture';
import type { PictureJob } from './picture-job';
import type { Rendering, RenderTask } from './rendering';
import type { RenderedFile } from './renditions';
import type { UploadEvent } from './upload-event';

export interface UploadPermit {
  /** Allows its holder to write this one blob, once. */
  uploadUrl: string;
  expiresAt: Date;
}

export interface UploadPermits {
  issue(name: PictureName): Promise<UploadPermit>;
}

/** `obsolete`: the source does not exist, or has another version. An upload ticket can also be used to make a blob of another kind. */
export type SourceAnswer = 'obsolete' | 'tooLarge' | 'appendBlob' | 'pageBlob' | Uint8Array<ArrayBuffer>;

/** A ticket whose upload may not have been noticed yet. */
export interface OpenTicket extends PictureName {
  issuedAt: Date;
}

/** The index of open tickets, so that the sweep reads these few instead of all pictures or all uploads. */
export interface OpenTickets {
  /** Adds a ticket, before it is given to anybody. */
  open(ticket: OpenTicket): Promise<void>;
  /** Tickets issued before this time, oldest first, at most `most` of them (up to 1,000). */
  list(issuedBefore: Date, most: number): Promise<OpenTicket[]>;
  /** Removes tickets; one that is not there is ignored. */
  close(tickets: PictureName[]): Promise<void>;
}

/** While it is leased, a source cannot be replaced or removed. */
export interface SourceLease {
  /** Aborts when the work under the lease must be finished: the lease expires soon after. */
  signal: AbortSignal;
  release(): Promise<void>;
}

export interface PictureSources {
  /** The ETag of the current source, with quotes; undefined when there is none. */
  etag(name: PictureName): Promise<string | undefined>;
  /** When the current source was written, to the second; undefined when there is none. */
  writtenAt(name: PictureName): Promise<Date | undefined>;
  /** The source in exactly this version; one larger than `maxBytes` is not read. The bytes own their buffer. */
  read(name: PictureName, etag: string, maxBytes: number): Promise<SourceAnswer>;
  /**
   * Leases the source in exactly this version, for at most a minute.
   * @throws when it is already leased.
   */
  lease(name: PictureName, etag: string): Promise<SourceLease | 'obsolete'>;
  /** Removes the source, even while it is leased; without a source it does nothing. */
  remove(name: PictureName): Promise<void>;
}

export interface StoredManifest {
  manifest: Manifest;
  /** The ETag of the manifest, not of the source. */
  etag: string;
}

export interface MediaProperties {
  /** Strong, with quotes. */
  etag: string;
  contentType: string;
  bytes: number;
}

export interface MediaFile extends MediaProperties {
  stream: Readable;
}

export interface RenditionStore {
  manifest(pictureId: string): Promise<StoredManifest | undefined>;
  /**
   * Stores the files and then the manifest, replacing `replaced` (undefined: there was none). A file that already has
   * the same bytes is not written again, and files that the new manifest does not name are removed.
   * @throws when another manifest was stored in the meantime, or the signal has aborted.
   */
  publish(
    manifest: Manifest,
    files: RenderedFile[],
    replaced: StoredManifest | undefined,
    signal: AbortSignal,
  ): Promise<void>;
  /** Removes the manifest and all files; without any it does nothing. */
  remove(pictureId: string): Promise<void>;
  /** The properties of a rendition, without its content. */
  properties(pictureId: string, file: string): Promise<MediaProperties | undefined>;
  /** One rendition; its stream must be read or destroyed. */
  open(pictureId: string, file: string): Promise<MediaFile | undefined>;
}

export interface PictureJobs {
  /** Sends a message that becomes visible after the delay and never expires. */
  send(message: PictureJob | UploadEvent, delaySeconds?: number): Promise<void>;
}

/** Where poisoned messages of `picture-jobs` wait until an admin replays them. */
export interface ParkedJobs {
  park(message: string, reason: string): Promise<void>;
}

/**
 * Which pictures to select: `outdated` have renditions of an earlier version, `stalled` wait for an upload or a
 * rendering (the caller checks for how long), `all` have a source.
 */
export type PictureSelection = 'outdated' | 'failed' | 'refused' | 'stalled' | 'all';

export interface PictureRecords {
  find(pictureId: string): Promise<PictureRecord | undefined>;
  /** Changes or creates a record, based on its current value, and returns the result. `change` may run several times. */
  change(name: PictureName, change: (current: PictureRecord | undefined) => PictureRecord): Promise<PictureRecord>;
  /** Those of one product that were not deleted, the oldest first. */
  ofProduct(sku: string): Promise<PictureRecord[]>;
  /** Ordered by sku and picture id, starting behind `after`. */
  select(selection: PictureSelection, after: PictureName | undefined): AsyncIterable<PictureRecord>;
}

export interface PictureEngine {
  /**
   * Decodes the source once and makes every planned rendition, upright and without metadata. The same task gives the same bytes.
   * @throws when it takes too long or runs out of memory.
   */
  render(task: RenderTask): Promise<Result<Rendering, PictureRefusal>>;
}
