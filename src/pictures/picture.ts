// The states of a picture between upload and shop, and which transitions are allowed when messages arrive twice, late or
// out of order.

import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type ProductPicture, renditionSchema, skuForm } from '../shared/contracts';

/** Refusals: the file itself is the problem, so a retry cannot help. */
export const pictureRefusals = [
  'PICTURE.UNSUPPORTED_TYPE',
  'PICTURE.TOO_LARGE',
  'PICTURE.TOO_MANY_PIXELS',
  'PICTURE.CORRUPT',
] as const;
export type PictureRefusal = (typeof pictureRefusals)[number];

/** Permanent failures after all retries. A replay or a reprocessing may still succeed. */
export const pictureFailures = ['PICTURE.SOURCE_GONE', 'PICTURE.RENDERING_FAILED'] as const;
export type PictureFailure = (typeof pictureFailures)[number];

/** The largest source. Storage cannot enforce it, so the upload ticket states the limit and the rendering checks it. */
export const maxSourceBytes = 20 * 1024 * 1024;

/** How long an upload ticket may be used. */
export const uploadTicketMs = 15 * 60_000;

/** Identifies an upload: the blob `<sku>/<pictureId>`. */
export interface PictureName {
  sku: string;
  pictureId: string;
}

export const readyRenditionSchema = renditionSchema
  .extend({ bytes: z.int().min(1), sha256: z.string().describe('Hexadecimal.') })
  .meta({ id: 'ReadyRendition' });
export type ReadyRendition = z.infer<typeof readyRenditionSchema>;

/** A rendered picture; width and height are those of the source after EXIF rotation. */
export interface ReadyPicture extends ProductPicture {
  renditions: ReadyRendition[];
  /** The `renditionsVersion` with which it was rendered. */
  renditionsVersion: number;
}

export type PictureState =
  | { state: 'awaitingUpload' }
  /** `fault`: why the last attempt failed, if there was one. */
  | { state: 'processing'; sourceEtag: string; fault?: string }
  | { state: 'ready'; sourceEtag: string; picture: ReadyPicture }
  | { state: 'refused'; sourceEtag: string; code: PictureRefusal; detail: string }
  | { state: 'failed'; sourceEtag: string; code: PictureFailure; detail: string }
  /** Kept so that late messages do nothing. */
  | { state: 'deleted' };

/** The final states of a rendering. */
export type RenderingEnd = Extract<PictureState, { state: 'ready' | 'refused' | 'failed' }>;

/**
 * A picture with its state; `sourceEtag` names the version of the upload to which the state applies. `picture` is what the shop
 * shows: it stays until newer renditions replace it, even if their rendering fails.
 */
export type PictureRecord = PictureName & { updatedAt: string; picture?: ReadyPicture } & PictureState;

const pictureIdForm = /^pic_[0-9a-z]{26}$/;
const maxFaultLength = 300;

export function isPictureId(text: string): boolean {
  return pictureIdForm.test(text);
}

/** The blob of a source, within the container of uploads. */
export function sourceBlobName({ sku, pictureId }: PictureName): string {
  return `${sku}/${pictureId}`;
}

/** Parses the path of an upload, `uploads/<sku>/<pictureId>`; undefined for a path that no upload ticket can have. */
export function parseSourcePath(path: string): PictureName | undefined {
  const [, sku = '', pictureId = '', ...more] = path.split('/');
  return skuForm.test(sku) && isPictureId(pictureId) && more.length === 0 ? { sku, pictureId } : undefined;
}

/** The record after an upload. A repeated event changes nothing: the upload may be rendered already. */
export function afterUpload(
  record: PictureRecord | undefined,
  name: PictureName,
  sourceEtag: string,
  updatedAt: string,
): PictureRecord {
  if (record && (record.state === 'deleted' || isForSource(record, sourceEtag))) return record;
  return next(record, name, { state: 'processing', sourceEtag }, updatedAt);
}

/** The record after a request to render an upload, whether it was rendered before or not. */
export function afterRequest(
  record: PictureRecord | undefined,
  name: PictureName,
  sourceEtag: string,
  updatedAt: string,
): PictureRecord {
  if (record?.state === 'deleted') return record;
  return next(record, name, { state: 'processing', sourceEtag }, updatedAt);
}

/** The record after a failed attempt. Only a picture that is still being processed gets the reason. */
export function afterFault(
  record: PictureRecord | undefined,
  name: PictureName,
  sourceEtag: string,
  fault: string,
  updatedAt: string,
): PictureRecord {
  if (record && (record.state !== 'processing' || record.sourceEtag !== sourceEtag)) return record;
  return next(record, name, { state: 'processing', sourceEtag, fault: fault.slice(0, maxFaultLength) }, updatedAt);
}

/** The record after a rendering has ended. The result for an older upload changes nothing: the newer one wins. */
export function afterRendering(
  record: PictureRecord | undefined,
  name: PictureName,
  end: RenderingEnd,
  updatedAt: string,
): PictureRecord {
  if (record?.state === 'deleted') return record;
  if (record && record.state !== 'awaitingUpload' && !isForSource(record, end.sourceEtag)) return record;
  const isUnchanged =
    end.state === 'ready' && record?.state === 'ready' && isDeepStrictEqual(record.picture, end.picture);
  return isUnchanged ? record : next(record, name, end, updatedAt);
}

/** The record after the last attempt has failed. A picture that has ended otherwise, or was uploaded again, stays unchanged. */
export function afterGivingUp(
  record: PictureRecord | undefined,
  name: PictureName,
  sourceEtag: string,
  updatedAt: string,
): PictureRecord {
  if (record && record.state !== 'processing') return record;
  const detail = record?.fault ?? 'Every attempt to render it failed; see the log.';
  const end = { state: 'failed', sourceEtag, code: 'PICTURE.RENDERING_FAILED', detail } as const;
  return afterRendering(record, name, end, updatedAt);
}

export function afterDeletion(record: PictureRecord, updatedAt: string): PictureRecord {
  if (record.state === 'deleted') return record;
  return { sku: record.sku, pictureId: record.pictureId, updatedAt, state: 'deleted' };
}

/** Whether the record's state applies to the upload with this ETag. */
export function isForSource(record: PictureRecord, sourceEtag: string): boolean {
  return 'sourceEtag' in record && record.sourceEtag === sourceEtag;
}

/** The next state; of the previous one only the renditions that the shop shows are kept. */
function next(
  record: PictureRecord | undefined,
  { sku, pictureId }: PictureName,
  state: PictureState,
  updatedAt: string,
): PictureRecord {
  const picture = record?.picture;
  return { sku, pictureId, updatedAt, ...(picture && { picture }), ...state };
}
