// The cart at today's prices: the order's lines keep them, whatever the catalog says later.

import type { Line, ProductSummary } from '../../shared/contracts';
import { type Money, sum, times } from '../../shared/money';
import type { OrderLine } from '../order';

/** `unknown`: skus that the catalog does not have; with any of them there is no order. */
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

/** A line for which too few units can be sold at this moment. */
export interface ShortLine {
  sku: string;
  quantity: number;
  available: number;
}

/** The lines that cannot be had; only reserving decides, since others may buy meanwhile. */
export function shortLines(lines: Line[], available: Map<string, number>): ShortLine[] {
  return lines
    .map(({ sku, quantity }) => ({ sku, quantity, available: available.get(sku) ?? 0 }))
    .filter((line) => line.available < line.quantity);
}

function orderLine({ sku, name, price, warehouse }: ProductSummary, quantity: number): OrderLine {
  return { sku, name, quantity, unitPrice: price, total: times(price, quantity), warehouse };
}
