// Prices the cart by the catalog; the order's lines keep these prices when the catalog changes.

import type { Line, ProductSummary } from '../../shared/contracts';
import { type Money, sum, times } from '../../shared/money';
import type { OrderLine } from '../order';

/** `unknown`: skus that are not in the catalog; with any of them the order is not placed. */
export type PricedLines = { ok: true; lines: OrderLine[]; total: Money } | { ok: false; unknown: string[] };

/** Prices lines (at least one) by the catalog's products. */
export function priceLines(wanted: Line[], products: ProductSummary[]): PricedLines {
  const bySku = new Map(products.map((product) => [product.sku, product]));
  const lines = wanted.flatMap(({ sku, quantity }) => {
    const product = bySku.get(sku);
    return product ? [orderLine(product, quantity)] : [];
  });
  const [first] = lines;
  if (!first || lines.length < wanted.length) {
    return { ok: false, unknown: wanted.map(({ sku }) => sku).filter((sku) => !bySku.has(sku)) };
  }
  const totals = lines.map((line) => line.total);
  return { ok: true, lines, total: sum(totals, first.unitPrice.currency) };
}

/** A line with more units than are available now. */
export interface ShortLine {
  sku: string;
  quantity: number;
  available: number;
}

/** The lines that are short of stock. Only the reservation decides: others may buy at the same time. */
export function shortLines(lines: Line[], available: Map<string, number>): ShortLine[] {
  return lines
    .map(({ sku, quantity }) => ({ sku, quantity, available: available.get(sku) ?? 0 }))
    .filter((line) => line.available < line.quantity);
}

function orderLine({ sku, name, price, warehouse }: ProductSummary, quantity: number): OrderLine {
  return { sku, name, quantity, unitPrice: price, total: times(price, quantity), warehouse };
}
