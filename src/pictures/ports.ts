// What pictures need of the outside: a place for sources, one for renditions, one for their states, and something that paints.

import type { Readable } from 'node:stream';
import type { Result } from '../shared/result';
import type { Manifest } from './manifest';
import type { PictureName, PictureRecord, PictureRefusal } from './picture';
import type { PictureJob } from './picture-job';
import type { Rendering, RenderTask } from './rendering';
import type { RenderedFile } from './renditions';

export interface UploadPermit {
  /** Whoever holds it may write this one blob, once. */
  uploadUrl: string;
  expiresAt: Date;
}

export interface UploadPermits {
  issue(name: PictureName): Promise<UploadPermit>;
}

/** `obsolete`: there is no such source, or another one under its name. */
export type SourceAnswer = 'obsolete' | 'tooLarge' | Uint8Array<ArrayBuffer>;

/** While it is held, nobody replaces or removes a source. */
export interface SourceHold {
  /** Aborts what has to be done by then: the hold ends by itself soon after. */
  signal: AbortSignal;
  release(): Promise<void>;
}

export interface PictureSources {
  /** The ETag of the source that is there now, quotes included; undefined when there is none. */
  etag(name: PictureName): Promise<string | undefined>;
  /** The source in exactly this version; more than `maxBytes` are not read. The bytes own their buffer. */
  read(name: PictureName, etag: string, maxBytes: number): Promise<SourceAnswer>;
  /**
   * Holds the source in exactly this version, for at most a minute.
   * @throws when somebody else holds it.
   */
  hold(name: PictureName, etag: string): Promise<SourceHold | 'obsolete'>;
  /** Whether it is held or not; without a source it does nothing. */
  remove(name: PictureName): Promise<void>;
}

export interface StoredManifest {
  manifest: Manifest;
  /** Of the stored manifest itself. */
  etag: string;
}

export interface MediaFacts {
  /** Strong, with its quotes. */
  etag: string;
  contentType: string;
  bytes: number;
}

export interface MediaFile extends MediaFacts {
  stream: Readable;
}

export interface RenditionStore {
  manifest(pictureId: string): Promise<StoredManifest | undefined>;
  /**
   * Stores the files and then the manifest, in place of `replaced` (undefined: there was none). A file that is there
   * with the same bytes is not written again, and one that the new manifest does not name is removed.
   * @throws when somebody else has stored a manifest meanwhile, or the signal has aborted.
   */
  publish(
    manifest: Manifest,
    files: RenderedFile[],
    replaced: StoredManifest | undefined,
    signal: AbortSignal,
  ): Promise<void>;
  /** Manifest and files; without any it does nothing. */
  remove(pictureId: string): Promise<void>;
  /** What is known of a rendition without reading it. */
  look(pictureId: string, file: string): Promise<MediaFacts | undefined>;
  /** One rendition; its stream has to be read or destroyed. */
  open(pictureId: string, file: string): Promise<MediaFile | undefined>;
}

export interface PictureJobs {
  /** Sends a job that is worked on after the delay, and kept until then and ever after. */
  send(job: PictureJob, delaySeconds?: number): Promise<void>;
}

/** Where poisoned messages of `picture-jobs` wait for people. */
export interface ParkedJobs {
  park(message: string, reason: string): Promise<void>;
}

/**
 * Which pictures are meant: `outdated` have renditions of an earlier version, `stalled` have awaited something
 * for long (the caller looks at the time), `all` have a source.
 */
export type PictureSelection = 'outdated' | 'failed' | 'refused' | 'stalled' | 'all';

export interface PictureRecords {
  find(pictureId: string): Promise<PictureRecord | undefined>;
  /** Changes a record, or makes it, from what it is at that moment; `change` may run several times. Answers with the record after it. */
  change(name: PictureName, change: (current: PictureRecord | undefined) => PictureRecord): Promise<PictureRecord>;
  /** In the order of sku and picture id, from the one after `after` on. */
  select(selection: PictureSelection, after: PictureName | undefined): AsyncIterable<PictureRecord>;
}

export interface PictureEngine {
  /**
   * Decodes once and makes every planned rendition, upright and without metadata. The same task gives the same bytes.
   * @throws when it takes too long or runs out of memory.
   */
  render(task: RenderTask): Promise<Result<Rendering, PictureRefusal>>;
}
