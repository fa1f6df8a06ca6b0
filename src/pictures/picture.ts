// What a picture is on its way from upload to shop: its names, its states, and which change of state is allowed when
// messages arrive twice, late or out of order.

import { type ProductPicture, type Rendition, skuForm } from '../shared/contracts';

/** Refusals: what is wrong with the file itself, so trying again cannot help. */
export type PictureRefusal =
  | 'PICTURE.UNSUPPORTED_TYPE'
  | 'PICTURE.TOO_LARGE'
  | 'PICTURE.TOO_MANY_PIXELS'
  | 'PICTURE.CORRUPT';

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
}

export type PictureState =
  | { state: 'awaitingUpload' }
  | { state: 'processing'; sourceEtag: string }
  | { state: 'ready'; sourceEtag: string; picture: ReadyPicture }
  | { state: 'refused'; sourceEtag: string; code: PictureRefusal; detail: string }
  | { state: 'failed'; sourceEtag: string; detail: string };

/** A picture's place on its way; `sourceEtag` tells which upload the state speaks of. */
export type PictureRecord = PictureName & { updatedAt: string } & PictureState;

const pictureIdForm = /^pic_[0-9a-z]{26}$/;

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
  if (record && speaksOf(record, sourceEtag)) return record;
  return { sku: name.sku, pictureId: name.pictureId, updatedAt, state: 'processing', sourceEtag };
}

/** After the rendering of one upload has ended. An end of an older upload changes nothing: the newer one wins. */
export function afterRendering(
  record: PictureRecord | undefined,
  name: PictureName,
  end: Exclude<PictureState, { state: 'awaitingUpload' | 'processing' }>,
  updatedAt: string,
): PictureRecord {
  if (record && record.state !== 'awaitingUpload' && !speaksOf(record, end.sourceEtag)) return record;
  return { sku: name.sku, pictureId: name.pictureId, updatedAt, ...end };
}

/** After the last attempt at rendering an upload. What has come to an end, or was uploaded anew, stays as it is. */
export function afterGivingUp(
  record: PictureRecord | undefined,
  name: PictureName,
  sourceEtag: string,
  updatedAt: string,
): PictureRecord {
  if (record && record.state !== 'processing') return record;
  const detail = 'Rendering kept failing; the log tells why.';
  return afterRendering(record, name, { state: 'failed', sourceEtag, detail }, updatedAt);
}

/** Whether the record's state is about the upload with this ETag. */
export function speaksOf(record: PictureRecord, sourceEtag: string): boolean {
  return record.state !== 'awaitingUpload' && record.sourceEtag === sourceEtag;
}
