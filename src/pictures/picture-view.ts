// A picture as its owner sees it: where it stands and why, and what the shop shows of it.

import type { PictureRecord } from './picture';

export function pictureView(record: PictureRecord) {
  const { pictureId, sku, state, updatedAt } = record;
  return { pictureId, sku, state, ...reason(record), ...shown(record), updatedAt };
}

function reason(record: PictureRecord) {
  return record.state === 'refused' || record.state === 'failed' ? { code: record.code, detail: record.detail } : {};
}

function shown({ picture }: PictureRecord) {
  if (!picture) return {};
  const { width, height, placeholder, renditions, srcset, sources } = picture;
  return { width, height, placeholder, renditions, srcset, sources };
}
