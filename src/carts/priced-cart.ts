// The cart as shown to the customer: with the catalog's current names and prices, not those of when a line was added.

import type { Line, ProductSummary } from '../shared/contracts';
import { type Money, sum, times } from '../shared/money';
import type { Cart } from './cart';

export interface PricedLine {
  sku: string;
  name: string;
  quantity: number;
  unitPrice: Money;
  total: Money;
}

export interface PricedCart {
  lines: PricedLine[];
  total: Money;
  units: number;
  /** Lines whose product is no longer in the catalog: not part of any total, but removable. Absent when there are none. */
  unavailable?: Line[];
}

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
