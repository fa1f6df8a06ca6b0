// The rules of a cart: every change is a command, applied to the cart as it is, and answered with the cart as it becomes.
// Pure, so that every store of carts applies the same rules at the place where nobody else can write.

import type { Line } from '../shared/contracts';
import { accepted, type Result, refused } from '../shared/result';

export const cartLimits = { maxQuantity: 99, maxLines: 100 } as const;

export interface Cart {
  lines: Line[];
  /** Grows by one with each change; the tag of the cart. */
  version: number;
  /** The version with which the first line came into the empty cart: it tells one shopping from the next. */
  filledAt: number;
  /** When it last changed: ISO 8601, UTC. */
  touchedAt: string;
}

export const emptyCart: Cart = { lines: [], version: 0, filledAt: 0, touchedAt: new Date(0).toISOString() };

export type CartChange =
  /** Units on top of those already there. */
  | { kind: 'add'; sku: string; quantity: number }
  /** So many units, whether the line is there or not. */
  | { kind: 'set'; sku: string; quantity: number }
  | { kind: 'remove'; sku: string }
  | { kind: 'clear' }
  /** Another cart of the same customer: of each product the larger quantity; lines that no longer fit are left out. */
  | { kind: 'merge'; lines: Line[] }
  /** What an order took: units added to the cart since the order was priced stay. */
  | { kind: 'checkout'; lines: Line[] };

/** A change, and optionally the versions of the cart for which it is meant. */
export type CartCommand = CartChange & { onlyIfVersion?: number[] };

export type CartRefusal = 'CART.LINE_LIMIT' | 'CART.LINE_NOT_FOUND' | 'REQUEST.PRECONDITION_FAILED';

/** The cart after a command at `now` (ms since the epoch), or why it stays as it is. Knows nothing of the catalog: unknown products are refused before. */
export function applyToCart(cart: Cart, command: CartCommand, now: number): Result<Cart, CartRefusal> {
  if (command.onlyIfVersion && !command.onlyIfVersion.includes(cart.version)) {
    return refused('REQUEST.PRECONDITION_FAILED', `The cart has changed: its tag is now "${cart.version}".`);
  }
  const lines = changed(cart.lines, command);
  if (!lines.ok) return lines;
  const version = cart.version + 1;
  const filledAt = cart.lines.length === 0 ? version : cart.filledAt;
  return accepted({ lines: lines.value, version, filledAt, touchedAt: new Date(now).toISOString() });
}

function changed(lines: Line[], change: CartChange): Result<Line[], CartRefusal> {
  switch (change.kind) {
    case 'add':
      return withQuantity(lines, change.sku, quantityOf(lines, change.sku) + change.quantity);
    case 'set':
      return withQuantity(lines, change.sku, change.quantity);
    case 'remove':
      return without(lines, change.sku);
    case 'clear':
      return accepted([]);
    case 'merge':
      return accepted(change.lines.reduce(merged, lines));
    case 'checkout':
      return accepted(change.lines.reduce(taken, lines));
  }
}

function quantityOf(lines: Line[], sku: string): number {
  return lines.find((line) => line.sku === sku)?.quantity ?? 0;
}

/** The order of lines is the order in which they came. */
function withQuantity(lines: Line[], sku: string, quantity: number): Result<Line[], CartRefusal> {
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > cartLimits.maxQuantity) {
    return refused('CART.LINE_LIMIT', `${sku}: 1 to ${cartLimits.maxQuantity} units a line, not ${quantity}.`);
  }
  if (lines.some((line) => line.sku === sku)) {
    return accepted(lines.map((line) => (line.sku === sku ? { sku, quantity } : line)));
  }
  if (lines.length >= cartLimits.maxLines) {
    return refused('CART.LINE_LIMIT', `The cart has ${cartLimits.maxLines} lines already.`);
  }
  return accepted([...lines, { sku, quantity }]);
}

function without(lines: Line[], sku: string): Result<Line[], CartRefusal> {
  const rest = lines.filter((line) => line.sku !== sku);
  return rest.length < lines.length ? accepted(rest) : refused('CART.LINE_NOT_FOUND', `The cart has no line ${sku}.`);
}

function merged(lines: Line[], other: Line): Line[] {
  const result = withQuantity(lines, other.sku, Math.max(quantityOf(lines, other.sku), other.quantity));
  return result.ok ? result.value : lines;
}

function taken(lines: Line[], ordered: Line): Line[] {
  return lines.flatMap((line) => {
    if (line.sku !== ordered.sku) return [line];
    const quantity = line.quantity - ordered.quantity;
    return quantity > 0 ? [{ sku: line.sku, quantity }] : [];
  });
}
