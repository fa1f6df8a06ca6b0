// How far a picture is on its way into the shop: from the choice of a file until its renditions are there.

import type { Picture } from '../schemas';

/** A file that was chosen here, until the list of pictures shows it. */
export type Upload =
  | { step: 'asking' }
  | { step: 'sending'; sentBytes: number; totalBytes: number; pictureId: string }
  | { step: 'sent'; pictureId: string }
  | { step: 'failed'; why: string };

export interface Progress {
  text: string;
  /** From 0 to 1; absent when nobody knows. */
  share?: number;
  isOver: boolean;
}

const movingMs = 5 * 60_000;

/** Whether a picture is likely to change at any moment: a ticket that nobody used is not. `now` in ms since the epoch. */
export function isOnItsWay({ state, updatedAt }: Pick<Picture, 'state' | 'updatedAt'>, now: number): boolean {
  return (state === 'processing' || state === 'awaitingUpload') && now - Date.parse(updatedAt) < movingMs;
}

/** Sending is most of it for whoever holds a phone; the rest is the renditions. */
const sentShare = 0.7;

/** @param picture what the API says of it, once it does. */
export function uploadProgress(upload: Upload, picture?: Pick<Picture, 'state' | 'detail'>): Progress {
  if (upload.step === 'failed') return { text: upload.why, isOver: true };
  if (picture && picture.state !== 'awaitingUpload' && picture.state !== 'processing') return endOf(picture);
  if (upload.step === 'asking') return { text: 'Getting a place for it', share: 0, isOver: false };
  if (upload.step === 'sending') {
    const share = upload.totalBytes > 0 ? upload.sentBytes / upload.totalBytes : 0;
    return { text: `Sending, ${Math.round(share * 100)} %`, share: share * sentShare, isOver: false };
  }
  return picture?.state === 'processing'
    ? { text: 'Making the sizes for the shop', share: 0.9, isOver: false }
    : { text: 'Sent, waiting for its turn', share: sentShare, isOver: false };
}

function endOf({ state, detail }: Pick<Picture, 'state' | 'detail'>): Progress {
  if (state === 'ready') return { text: 'In the shop', share: 1, isOver: true };
  return { text: detail ?? state, isOver: true };
}

const accepted = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];

/** Why a file cannot be a picture of the shop, before it is sent; undefined when it may be. */
export function refusalBeforeUpload({ type, size }: { type: string; size: number }, maxBytes: number) {
  if (!accepted.includes(type)) return 'It is not a JPEG, PNG, WebP or GIF file. Choose another one.';
  if (size > maxBytes) return `It is larger than ${Math.floor(maxBytes / 1_048_576)} MB. Choose a smaller one.`;
  return undefined;
}

export const acceptedTypes = accepted.join(',');
export const maxUploadBytes = 20 * 1_048_576;
