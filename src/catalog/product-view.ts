// A product as the shop shows it.

import { z } from 'zod';
import { type ProductPicture, productPictureSchema } from '../shared/contracts';
import { moneySchema } from '../shared/money';
import type { Product } from './catalog';

export const productViewSchema = z
  .strictObject({
    sku: z.string(),
    name: z.string(),
    description: z.string(),
    price: moneySchema.describe('What the customer pays for one unit.'),
    warehouse: z.string().describe('Where it is stored: lines from one warehouse ship in one parcel.'),
    available: z
      .int()
      .nullable()
      .describe(
        'Units that can be sold, as of a few seconds ago. Null when nothing is known, as of a product never stocked.',
      ),
    pictures: z.array(productPictureSchema).describe('Those that are ready, the oldest first.'),
  })
  .meta({ id: 'Product' });
export type ProductView = z.infer<typeof productViewSchema>;

export const productListSchema = z
  .strictObject({
    products: z.array(productViewSchema).describe("In the catalog's order."),
    cursor: z.string().exactOptional().describe('Of the next page. Absent on the last one.'),
  })
  .meta({ id: 'ProductList' });
export type ProductList = z.infer<typeof productListSchema>;

/** `available` is null when nothing is known of it, as of a product that was never stocked. */
export function productView(
  { sku, name, description, price, warehouse }: Product,
  currency: string,
  available: number | null,
  pictures: ProductPicture[],
): ProductView {
  return { sku, name, description, price: { amount: price, currency }, warehouse, available, pictures };
}
