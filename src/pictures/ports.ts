// What pictures need of the outside: a place for sources, one for renditions, one for their states, and something that paints.

import type { Readable } from 'node:stream';
import type { Result } from '../shared/result';
import type { Orientation } from './exif';
import type { SourceType } from './header-result';
import type { Manifest } from './manifest';
import type { PictureName, PictureRecord, PictureRefusal } from './picture';
import type { PlannedRendition, RenderedFile } from './renditions';

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

export interface PictureSources {
  /** The ETag of the source that is there now, quotes included; undefined when there is none. */
  etag(name: PictureName): Promise<string | undefined>;
  /** The source in exactly this version; more than `maxBytes` are not read. The bytes own their buffer. */
  read(name: PictureName, etag: string, maxBytes: number): Promise<SourceAnswer>;
}

export interface StoredManifest {
  manifest: Manifest;
  /** Of the stored manifest itself. */
  etag: string;
}

export interface MediaFile {
  /** Strong, with its quotes. */
  etag: string;
  contentType: string;
  bytes: number;
  stream: Readable;
}

export interface RenditionStore {
  manifest(pictureId: string): Promise<StoredManifest | undefined>;
  /**
   * Stores the files and then the manifest, in place of `replaced` (undefined: there was none).
   * @throws when somebody else has stored a manifest meanwhile.
   */
  publish(manifest: Manifest, files: RenderedFile[], replaced: StoredManifest | undefined): Promise<void>;
  /** One rendition; its stream has to be read or destroyed. */
  open(pictureId: string, file: string): Promise<MediaFile | undefined>;
}

export interface PictureRecords {
  find(pictureId: string): Promise<PictureRecord | undefined>;
  /** Changes a record, or makes it, from what it is at that moment; `change` may run several times. Answers with the record after it. */
  change(name: PictureName, change: (current: PictureRecord | undefined) => PictureRecord): Promise<PictureRecord>;
}

export interface RenderTask {
  /** Handed over: the caller cannot use it afterwards. */
  source: Uint8Array<ArrayBuffer>;
  type: SourceType;
  /** Stored size, as the header tells it. */
  width: number;
  height: number;
  orientation: Orientation;
  plan: PlannedRendition[];
}

export interface Rendering {
  /** Every planned rendition in every format that the engine makes. */
  files: RenderedFile[];
  /** A ThumbHash in Base64. */
  placeholder: string;
}

export interface PictureEngine {
  /**
   * Decodes once and makes every planned rendition, upright and without metadata. The same task gives the same bytes.
   * @throws when it takes too long or runs out of memory.
   */
  render(task: RenderTask): Promise<Result<Rendering, PictureRefusal>>;
}
