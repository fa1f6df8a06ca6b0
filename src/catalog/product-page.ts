// A page of products. The list is in the catalog's order, and a cursor is the place of the last product on a page: its number,
// and its sku, which finds the place again after the catalog was replaced.

import { z } from 'zod';
import { AppError } from '../shared/http/errors';
import type { Product } from './catalog';

export const defaultPageSize = 100;
const maxPageSize = 500;

export const pageQuery = z.strictObject({
  cursor: z.string().optional().describe('Of the next page: the `cursor` of the previous answer.'),
  limit: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a whole number')
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= maxPageSize, `must be from 1 to ${maxPageSize}`)
    .default(defaultPageSize)
    .meta({ type: 'integer', minimum: 1, maximum: maxPageSize, description: 'Products on a page.' }),
});

export interface ProductPage {
  products: Product[];
  /** Of the next page; absent on the last. */
  cursor?: string;
}

/** @throws AppError `REQUEST.INVALID` when the cursor is malformed. */
export function pageOf(products: Product[], { cursor, limit }: z.infer<typeof pageQuery>): ProductPage {
  const from = cursor === undefined ? 0 : placeAfter(products, cursor);
  const page = products.slice(from, from + limit);
  const last = page.at(-1);
  const isLast = from + limit >= products.length;
  return { products: page, ...(last && !isLast && { cursor: cursorAt(from + limit - 1, last.sku) }) };
}

function cursorAt(index: number, sku: string): string {
  return Buffer.from(`${index} ${sku}`).toString('base64url');
}

/** Where the next page begins. A product that has left the catalog was followed by what is at its place now. */
function placeAfter(products: Product[], cursor: string): number {
  const [, index, sku] = /^(\d{1,7}) ([a-z0-9-]{1,40})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (index === undefined) {
    const errors = [{ field: 'cursor', message: 'is not a cursor of this API' }];
    throw new AppError('REQUEST.INVALID', 'cursor: use the one from the previous page.', { errors });
  }
  if (products[Number(index)]?.sku === sku) return Number(index) + 1;
  const moved = products.findIndex((product) => product.sku === sku);
  return moved < 0 ? Number(index) : moved + 1;
}
