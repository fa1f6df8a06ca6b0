// The owner's view of a picture: its state with the reason, and the renditions that the shop shows.

import type { PictureRecord } from './picture';

export function pictureView(record: PictureRecord) {
  const { pictureId, sku, state, updatedAt } = record;
  return { pictureId, sku, state, ...reason(record), ...renditionsOf(record), updatedAt };
}

function reason(record: PictureRecord) {
  return record.state === 'refused' || record.state === 'failed' ? { code: record.code, detail: record.detail } : {};
}

function renditionsOf({ picture }: PictureRecord) {
  if (!picture) return {};
  const { width, height, placeholder, renditions, srcset, sources } = picture;
  return { width, height, placeholder, renditions, srcset, sources };
}
