// The rules of a cart: every change is a command that is applied to the current cart and returns the new one.
// Pure, so that every cart store applies the same rules inside its own atomic write.

import type { Line } from '../shared/contracts';
import { accepted, type Result, refused } from '../shared/result';

export const cartLimits = { maxQuantity: 99, maxLines: 100 } as const;

export interface Cart {
  lines: Line[];
  /** Grows by one with each change; also the cart's ETag. */
  version: number;
  /** The version at which the empty cart got its first line: it identifies a cart session. */
  filledAt: number;
  /** When it last changed: ISO 8601, UTC. */
  touchedAt: string;
}

export const emptyCart: Cart = { lines: [], version: 0, filledAt: 0, touchedAt: new Date(0).toISOString() };

export type CartChange =
  /** Adds units to those already in the cart. */
  | { kind: 'add'; sku: string; quantity: number }
  /** Sets the number of units, and adds the line if it is missing. */
  | { kind: 'set'; sku: string; quantity: number }
  | { kind: 'remove'; sku: string }
  | { kind: 'clear' }
  /** Merges another cart of the same customer: the larger quantity of each product; lines beyond the limit are left out. */
  | { kind: 'merge'; lines: Line[] }
  /** Removes what an order took; units added since the order was priced stay. */
  | { kind: 'checkout'; lines: Line[] };

/** A change, and optionally the cart versions to which it may be applied. */
export type CartCommand = CartChange & { onlyIfVersion?: number[] };

export type CartRefusal = 'CART.LINE_LIMIT' | 'CART.LINE_NOT_FOUND' | 'REQUEST.PRECONDITION_FAILED';

/** The cart after a command at `now` (ms since the epoch), or a refusal. Does not know the catalog: callers refuse unknown products. */
export function applyToCart(cart: Cart, command: CartCommand, now: number): Result<Cart, CartRefusal> {
  if (command.onlyIfVersion && !command.onlyIfVersion.includes(cart.version)) {
    return refused('REQUEST.PRECONDITION_FAILED', `The cart has changed: its ETag is now "${cart.version}".`);
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
      return withoutLine(lines, change.sku);
    case 'clear':
      return accepted([]);
    case 'merge':
      return accepted(change.lines.reduce(withMerged, lines));
    case 'checkout':
      return accepted(change.lines.reduce(withoutOrdered, lines));
  }
}

function quantityOf(lines: Line[], sku: string): number {
  return lines.find((line) => line.sku === sku)?.quantity ?? 0;
}

/** Lines stay in the order in which they were added. */
function withQuantity(lines: Line[], sku: string, quantity: number): Result<Line[], CartRefusal> {
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > cartLimits.maxQuantity) {
    return refused('CART.LINE_LIMIT', `${sku}: a line holds 1 to ${cartLimits.maxQuantity} units, not ${quantity}.`);
  }
  if (lines.some((line) => line.sku === sku)) {
    return accepted(lines.map((line) => (line.sku === sku ? { sku, quantity } : line)));
  }
  if (lines.length >= cartLimits.maxLines) {
    return refused('CART.LINE_LIMIT', `The cart already has ${cartLimits.maxLines} lines.`);
  }
  return accepted([...lines, { sku, quantity }]);
}

function withoutLine(lines: Line[], sku: string): Result<Line[], CartRefusal> {
  const rest = lines.filter((line) => line.sku !== sku);
  return rest.length < lines.length
    ? accepted(rest)
    : refused('CART.LINE_NOT_FOUND', `The cart has no line for ${sku}.`);
}

function withMerged(lines: Line[], other: Line): Line[] {
  const result = withQuantity(lines, other.sku, Math.max(quantityOf(lines, other.sku), other.quantity));
  return result.ok ? result.value : lines;
}

function withoutOrdered(lines: Line[], ordered: Line): Line[] {
  return lines.flatMap((line) => {
    if (line.sku !== ordered.sku) return [line];
    const quantity = line.quantity - ordered.quantity;
    return quantity > 0 ? [{ sku: line.sku, quantity }] : [];
  });
}
