// The cart as shown to the customer: with the catalog's current names and prices, not those of when a line was added.

import { z } from 'zod';
import { type Line, lineSchema, type ProductSummary } from '../shared/contracts';
import { moneySchema, sum, times } from '../shared/money';
import type { Cart } from './cart';

export const pricedLineSchema = z
  .strictObject({
    sku: z.string(),
    name: z.string(),
    quantity: z.int().min(1),
    unitPrice: moneySchema,
    total: moneySchema,
  })
  .meta({ id: 'CartLine' });
export type PricedLine = z.infer<typeof pricedLineSchema>;

export const pricedCartSchema = z
  .strictObject({
    lines: z.array(pricedLineSchema).describe('In the order in which they were added.'),
    total: moneySchema,
    units: z.int().min(0).describe('The sum of the quantities.'),
    unavailable: z
      .array(lineSchema)
      .exactOptional()
      .describe(
        'Lines whose product is no longer in the catalog: not part of any total, but removable. Absent when there are none.',
      ),
  })
  .meta({ id: 'Cart' });
export type PricedCart = z.infer<typeof pricedCartSchema>;

/** Prices a cart with the products found for its lines, all of them in `currency` (ISO 4217). */
export function priceCart(cart: Cart, products: ProductSummary[], currency: string): PricedCart {
  const bySku = new Map(products.map((product) => [product.sku, product]));
  const lines = cart.lines.flatMap((line) => {
    const product = bySku.get(line.sku);
    return product ? [priceLine(line, product)] : [];
  });
  const unavailable = cart.lines.filter(({ sku }) => !bySku.has(sku));
  return {
    lines,
    total: sum(
      lines.map((line) => line.total),
      currency,
    ),
    units: lines.reduce((units, line) => units + line.quantity, 0),
    ...(unavailable.length > 0 ? { unavailable } : {}),
  };
}

function priceLine({ sku, quantity }: Line, { name, price }: ProductSummary): PricedLine {
  return { sku, name, quantity, unitPrice: price, total: times(price, quantity) };
}
