// What a picture is on its way from upload to shop: its names, its states, and which change of state is allowed when
// messages arrive twice, late or out of order.

import { isDeepStrictEqual } from 'node:util';
import { type ProductPicture, type Rendition, skuForm } from '../shared/contracts';

/** Refusals: what is wrong with the file itself, so trying again cannot help. */
export type PictureRefusal =
  | 'PICTURE.UNSUPPORTED_TYPE'
  | 'PICTURE.TOO_LARGE'
  | 'PICTURE.TOO_MANY_PIXELS'
  | 'PICTURE.CORRUPT';

/** Faults that did not pass: the picture is given up, which a replay or a reprocessing may change. */
export type PictureFailure = 'PICTURE.SOURCE_GONE' | 'PICTURE.RENDERING_FAILED';

/** The largest source in bytes; storage cannot enforce it, so the upload ticket tells and the rendering checks it. */
export const maxSourceBytes = 20 * 1024 * 1024;

/** Which upload is meant: the blob `<sku>/<pictureId>`. */
export interface PictureName {
  sku: string;
  pictureId: string;
}

export interface ReadyRendition extends Rendition {
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/** A rendered picture; width and height are those of the upright source. */
export interface ReadyPicture extends ProductPicture {
  renditions: ReadyRendition[];
  /** The `renditionsVersion` it was made by. */
  renditionsVersion: number;
}

export type PictureState =
  | { state: 'awaitingUpload' }
  /** `fault`: why the last attempt failed, if there was one. */
  | { state: 'processing'; sourceEtag: string; fault?: string }
  | { state: 'ready'; sourceEtag: string; picture: ReadyPicture }
  | { state: 'refused'; sourceEtag: string; code: PictureRefusal; detail: string }
  | { state: 'failed'; sourceEtag: string; code: PictureFailure; detail: string }
  /** All that is left of a picture: late messages find it and do nothing. */
  | { state: 'deleted' };

/** How the rendering of one upload ends. */
export type RenderingEnd = Extract<PictureState, { state: 'ready' | 'refused' | 'failed' }>;

/**
 * A picture's place on its way; `sourceEtag` tells which upload the state speaks of. `picture` is what the shop shows:
 * once there, it stays until newer renditions take its place, whatever becomes of these.
 */
export type PictureRecord = PictureName & { updatedAt: string; picture?: ReadyPicture } & PictureState;

const pictureIdForm = /^pic_[0-9a-z]{26}$/;
const longestFault = 300;

export function isPictureId(text: string): boolean {
  return pictureIdForm.test(text);
}

/** The blob of a source, within the container of uploads. */
export function sourceBlobName({ sku, pictureId }: PictureName): string {
  return `${sku}/${pictureId}`;
}

/** What an uploaded blob is, by its path `uploads/<sku>/<pictureId>`; undefined when no upload ticket can have named it so. */
export function parseSourcePath(path: string): PictureName | undefined {
  const [, sku = '', pictureId = '', ...more] = path.split('/');
  return skuForm.test(sku) && isPictureId(pictureId) && more.length === 0 ? { sku, pictureId } : undefined;
}

/** After an upload was noticed. Noticing it again changes nothing: it may be rendered already. */
export function afterUpload(
  record: PictureRecord | undefined,
  name: PictureName,
  sourceEtag: string,
  updatedAt: string,
): PictureRecord {
  if (record && (record.state === 'deleted' || speaksOf(record, sourceEtag))) return record;
  return next(record, name, { state: 'processing', sourceEtag }, updatedAt);
}

/** After somebody asked for an upload to be rendered, whether it was before or not. */
export function afterRequest(
  record: PictureRecord | undefined,
  name: PictureName,
  sourceEtag: string,
  updatedAt: string,
): PictureRecord {
  if (record?.state === 'deleted') return record;
  return next(record, name, { state: 'processing', sourceEtag }, updatedAt);
}

/** After an attempt at rendering an upload failed. Only a picture that still waits for it is told why. */
export function afterFault(
  record: PictureRecord | undefined,
  name: PictureName,
  sourceEtag: string,
  fault: string,
  updatedAt: string,
): PictureRecord {
  if (record && (record.state !== 'processing' || record.sourceEtag !== sourceEtag)) return record;
  return next(record, name, { state: 'processing', sourceEtag, fault: fault.slice(0, longestFault) }, updatedAt);
}

/** After the rendering of one upload has ended. An end of an older upload changes nothing: the newer one wins. */
export function afterRendering(
  record: PictureRecord | undefined,
  name: PictureName,
  end: RenderingEnd,
  updatedAt: string,
): PictureRecord {
  if (record?.state === 'deleted') return record;
  if (record && record.state !== 'awaitingUpload' && !speaksOf(record, end.sourceEtag)) return record;
  const isKnown = end.state === 'ready' && record?.state === 'ready' && isDeepStrictEqual(record.picture, end.picture);
  return isKnown ? record : next(record, name, end, updatedAt);
}

/** After the last attempt at rendering an upload. What has come to an end, or was uploaded anew, stays as it is. */
export function afterGivingUp(
  record: PictureRecord | undefined,
  name: PictureName,
  sourceEtag: string,
  updatedAt: string,
): PictureRecord {
  if (record && record.state !== 'processing') return record;
  const detail = record?.fault ?? 'Rendering kept failing; the log tells why.';
  const end = { state: 'failed', sourceEtag, code: 'PICTURE.RENDERING_FAILED', detail } as const;
  return afterRendering(record, name, end, updatedAt);
}

export function afterDeletion(record: PictureRecord, updatedAt: string): PictureRecord {
  if (record.state === 'deleted') return record;
  return { sku: record.sku, pictureId: record.pictureId, updatedAt, state: 'deleted' };
}

/** Whether the record's state is about the upload with this ETag. */
export function speaksOf(record: PictureRecord, sourceEtag: string): boolean {
  return 'sourceEtag' in record && record.sourceEtag === sourceEtag;
}

/** The next state, in which only what the shop shows is kept of the one before. */
function next(
  record: PictureRecord | undefined,
  { sku, pictureId }: PictureName,
  state: PictureState,
  updatedAt: string,
): PictureRecord {
  const picture = record?.picture;
  return { sku, pictureId, updatedAt, ...(picture && { picture }), ...state };
}
