// A refund before it is requested: the units that are left of each line, and what the chosen ones come to.

import type { OwnerOrder } from '../schemas';
import { amountLeft } from './order-actions';

export interface RefundableLine {
  sku: string;
  name: string;
  ordered: number;
  /** Units that were not refunded. */
  left: number;
}

/** The lines with something left, in the order's sequence. */
export function refundableLines({ lines, refunds = [] }: OwnerOrder): RefundableLine[] {
  const gone = new Map<string, number>();
  for (const { ended, lines: units } of refunds) {
    if (ended?.outcome !== 'refunded') continue;
    for (const { sku, quantity } of units) gone.set(sku, (gone.get(sku) ?? 0) + quantity);
  }
  return lines
    .map(({ sku, name, quantity }) => ({ sku, name, ordered: quantity, left: quantity - (gone.get(sku) ?? 0) }))
    .filter(({ left }) => left > 0);
}

/** Units to refund by sku. */
export type RefundUnits = Readonly<Record<string, number>>;

/** The lines of the request; undefined when it is everything that is left, which the API takes as a whole refund. */
export function refundRequestLines(lines: RefundableLine[], units: RefundUnits) {
  const isWhole = lines.every(({ sku, left }) => units[sku] === left);
  if (isWhole) return undefined;
  return lines.map(({ sku }) => ({ sku, quantity: units[sku] ?? 0 })).filter(({ quantity }) => quantity > 0);
}

/** In minor units, by the shares of each line's total, so that parts of a line add up to it. */
export function refundAmount(order: OwnerOrder, units: RefundUnits): number {
  const lines = refundableLines(order);
  if (refundRequestLines(lines, units) === undefined) return amountLeft(order);
  const sum = lines.reduce((soFar, { sku, ordered, left }) => {
    const total = order.lines.find((line) => line.sku === sku)?.total.amount ?? 0;
    const upTo = (count: number) => Math.floor((total * count) / ordered);
    const before = ordered - left;
    return soFar + upTo(before + (units[sku] ?? 0)) - upTo(before);
  }, 0);
  return Math.min(sum, amountLeft(order));
}
