// The owner's view of a picture: its state with the reason, and the renditions that the shop shows.

import { z } from 'zod';
import { productPictureSchema } from '../shared/contracts';
import { type PictureRecord, pictureFailures, pictureRefusals, readyRenditionSchema } from './picture';

const shown = productPictureSchema.extend({ renditions: z.array(readyRenditionSchema) }).shape;

export const pictureViewSchema = z
  .strictObject({
    pictureId: z.string(),
    sku: z.string(),
    state: z
      .enum(['awaitingUpload', 'processing', 'ready', 'refused', 'failed', 'deleted'])
      .describe(
        '`refused`: the file cannot be used. `failed`: every attempt to render it failed; a reprocessing may help.',
      ),
    code: z
      .enum([...pictureRefusals, ...pictureFailures])
      .exactOptional()
      .describe('Why it was refused or has failed.'),
    detail: z.string().exactOptional().describe('The same for people.'),
    width: shown.width.exactOptional(),
    height: shown.height.exactOptional(),
    placeholder: shown.placeholder.exactOptional(),
    renditions: shown.renditions
      .exactOptional()
      .describe('What the shop shows: those of an earlier rendering until newer ones are ready.'),
    srcset: shown.srcset.exactOptional(),
    sources: shown.sources.exactOptional(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Picture' });
export const productPicturesSchema = z
  .strictObject({ pictures: z.array(pictureViewSchema).describe('In every state, the oldest first.') })
  .meta({ id: 'ProductPictures' });
export type ProductPicturesJson = z.infer<typeof productPicturesSchema>;

export type PictureView = z.infer<typeof pictureViewSchema>;

export function pictureView(record: PictureRecord): PictureView {
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
