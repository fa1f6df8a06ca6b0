// A page of products. The list is in the catalog's order, and a cursor is the place of the last product on a page: its number,
// and its sku, which finds the place again after the catalog was replaced.

import { z } from 'zod';
import { cursorParameter, invalidCursor, limitParameter } from '../shared/http/paging';
import type { Product } from './catalog';

export const defaultPageSize = 100;
const maxPageSize = 500;

export const pageQuery = z.strictObject({
  cursor: cursorParameter,
  limit: limitParameter({ most: maxPageSize, usual: defaultPageSize }),
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
  if (index === undefined) throw invalidCursor();
  if (products[Number(index)]?.sku === sku) return Number(index) + 1;
  const moved = products.findIndex((product) => product.sku === sku);
  return moved < 0 ? Number(index) : moved + 1;
}
