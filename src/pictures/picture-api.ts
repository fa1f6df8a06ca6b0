// The operations of pictures, for the API's description.

import { z } from 'zod';
import type { AreaApi } from '../shared/http/operation';
import { pictureViewSchema, productPicturesSchema } from './picture-view';
import { reprocessAnswer, reprocessRequest } from './reprocess-schemas';
import { uploadTicketSchema } from './upload-ticket';

const pictureId = 'pic_01m8pqfm56mws996ryfyvyfnf8';
const path = { pictureId: z.string().meta({ examples: [pictureId] }) };
const sku = 'enamel-mug';
const updatedAt = '2026-03-01T12:00:00.000Z';

export const pictureApi = {
  createPictureUpload: {
    method: 'POST',
    path: '/products/{sku}/pictures',
    access: 'owner',
    summary: 'Get a ticket to upload a picture of a product',
    description:
      'Then send the file with `method` and `headers` to `uploadUrl`: JPEG, PNG, WebP or GIF, up to 20 MiB and 50 megapixels. Renditions appear on their own.',
    params: { sku: z.string().meta({ examples: [sku] }) },
    answers: {
      201: {
        meaning: 'The ticket, valid for 15 minutes and one file.',
        schema: uploadTicketSchema,
        headers: ['Cache-Control'],
        example: {
          pictureId,
          uploadUrl: `https://shop.example/uploads/${sku}/${pictureId}?sig=…`,
          method: 'PUT',
          headers: { 'x-ms-blob-type': 'BlockBlob' },
          maxBytes: 20_971_520,
          expiresAt: '2026-03-01T12:15:00.000Z',
        },
      },
    },
    problems: ['PRODUCT.NOT_FOUND'],
  },
  listProductPictures: {
    method: 'GET',
    path: '/products/{sku}/pictures',
    access: 'owner',
    summary: 'List the pictures of a product',
    description: 'Also those that are being rendered, were refused, or failed.',
    params: { sku: z.string().meta({ examples: [sku] }) },
    answers: {
      200: {
        meaning: 'The pictures; none of a product that has none.',
        schema: productPicturesSchema,
        headers: ['Cache-Control'],
        example: { pictures: [{ pictureId, sku, state: 'processing', updatedAt }] },
      },
    },
  },
  getPicture: {
    method: 'GET',
    path: '/pictures/{pictureId}',
    access: 'owner',
    summary: 'Read the state of a picture',
    params: path,
    answers: {
      200: {
        meaning: 'The picture.',
        schema: pictureViewSchema,
        headers: ['Cache-Control'],
        example: {
          ...{ pictureId, sku, state: 'refused', code: 'PICTURE.CORRUPT' },
          ...{ detail: 'The file ends too early.', updatedAt },
        },
      },
    },
    problems: ['PICTURE.NOT_FOUND'],
  },
  deletePicture: {
    method: 'DELETE',
    path: '/pictures/{pictureId}',
    access: 'owner',
    summary: 'Delete a picture with its source and renditions',
    description: 'A picture that is deleted already can be deleted again.',
    params: path,
    answers: { 204: { meaning: 'It is deleted.' } },
    problems: ['PICTURE.NOT_FOUND'],
  },
  reprocessPicture: {
    method: 'POST',
    path: '/pictures/{pictureId}/reprocess',
    access: 'owner',
    summary: 'Render a picture again',
    params: path,
    headers: { 'Idempotency-Key': 'optional' },
    answers: {
      202: {
        meaning: 'It will be rendered. `Location` shows its state.',
        schema: pictureViewSchema,
        headers: ['Location', 'Cache-Control'],
        example: { pictureId, sku, state: 'processing', updatedAt },
      },
    },
    problems: ['PICTURE.NOT_FOUND', 'PICTURE.NO_SOURCE'],
  },
  reprocessPictures: {
    method: 'POST',
    path: '/admin/pictures/reprocess',
    access: 'owner',
    summary: 'Render many pictures again, within a budget',
    description: 'Call it again with the `cursor` of the answer until there is none.',
    headers: { 'Idempotency-Key': 'optional' },
    body: { schema: reprocessRequest, example: { maxPictures: 100 } },
    answers: {
      202: {
        meaning: 'What will be rendered.',
        schema: reprocessAnswer,
        headers: ['Cache-Control'],
        example: { enqueued: 0, settled: 0, until: updatedAt },
      },
    },
  },
  getMedia: {
    method: 'GET',
    path: '/media/{pictureId}/{file}',
    access: 'anyone',
    summary: 'Download a rendition',
    description:
      'The URLs are those in `renditions`, `srcset` and `sources`. A rendition never changes, so it may be cached for a year.',
    params: { ...path, file: z.string().meta({ examples: ['thumb.jpg'] }) },
    headers: { 'If-None-Match': 'optional' },
    answers: {
      200: {
        meaning: 'The rendition: JPEG, WebP, or AVIF where the app makes it.',
        schema: z.string().meta({ format: 'binary' }),
        contentType: 'image/*',
        headers: ['ETag', 'Cache-Control'],
      },
      304: { meaning: 'The client has it.', headers: ['ETag', 'Cache-Control'] },
    },
    problems: ['PICTURE.NOT_FOUND'],
  },
} as const satisfies AreaApi;
