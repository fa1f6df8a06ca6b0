// The operations of the catalog, for the API's description.

import { z } from 'zod';
import type { AreaApi } from '../shared/http/operation';
import { catalogSchema } from './catalog';
import { pageQuery } from './product-page';
import { productListSchema, productViewSchema } from './product-view';

const mug = {
  sku: 'enamel-mug',
  name: 'Enamel mug',
  description: 'Holds 350 ml.',
  price: { amount: 1450, currency: 'EUR' },
  warehouse: 'berlin',
  available: 120,
  pictures: [],
};
const catalog = {
  schemaVersion: 1,
  currency: 'EUR',
  products: [{ sku: 'enamel-mug', name: 'Enamel mug', description: 'Holds 350 ml.', price: 1450, warehouse: 'berlin' }],
};

/** Any text is looked up. */
const path = { sku: z.string().meta({ examples: ['enamel-mug'] }) };

const catalogReplaced = z
  .strictObject({ products: z.int().min(0).describe('How many products the catalog has now.') })
  .meta({ id: 'CatalogReplaced' });
export type CatalogReplaced = z.infer<typeof catalogReplaced>;

const fresh = { 'If-None-Match': 'optional' } as const;
const unchanged = { meaning: 'The client has the current version.', headers: ['ETag', 'Cache-Control'] } as const;

export const catalogApi = {
  listProducts: {
    method: 'GET',
    path: '/products',
    access: 'anyone',
    summary: 'List the products',
    description:
      'A page holds 100 products unless `limit` says otherwise. There are more while the answer has a `cursor`.',
    query: pageQuery,
    headers: fresh,
    answers: {
      200: {
        meaning: 'A page of products.',
        schema: productListSchema,
        headers: ['ETag', 'Cache-Control'],
        example: { products: [mug] },
      },
      304: unchanged,
    },
  },
  getProduct: {
    method: 'GET',
    path: '/products/{sku}',
    access: 'anyone',
    summary: 'Read a product',
    params: path,
    headers: fresh,
    answers: {
      200: { meaning: 'The product.', schema: productViewSchema, headers: ['ETag', 'Cache-Control'], example: mug },
      304: unchanged,
    },
    problems: ['PRODUCT.NOT_FOUND'],
  },
  readCatalog: {
    method: 'GET',
    path: '/catalog',
    access: 'owner',
    summary: 'Read the catalog document',
    description:
      'Send its ETag as `If-Match` with the changed document. A shop without a catalog has an empty one without an ETag.',
    answers: {
      200: { meaning: 'The document.', schema: catalogSchema, headers: ['ETag', 'Cache-Control'], example: catalog },
    },
  },
  replaceCatalog: {
    method: 'PUT',
    path: '/catalog',
    access: 'owner',
    summary: 'Replace the catalog document',
    description: 'Up to 4 MiB. All products change at once. A file in the container `catalog-uploads` does the same.',
    headers: { 'If-Match': 'optional' },
    body: { schema: catalogSchema, example: catalog },
    answers: {
      200: {
        meaning: 'The catalog is replaced.',
        schema: catalogReplaced,
        headers: ['ETag'],
        example: { products: 1 },
      },
    },
    problems: ['CATALOG.INVALID', 'REQUEST.PRECONDITION_FAILED'],
  },
} as const satisfies AreaApi;
