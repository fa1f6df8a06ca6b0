// The rules of a cart: every change is a command that is applied to the current cart and returns the new one.
// Pure, so that every cart store applies the same rules inside its own atomic write.

import type { Line } from '../shared/contracts';
import { accepted, type Result, refused } from '../shared/result';
import { type Checkout, checkoutFor, rememberedCheckouts, withCheckout, withClaimAt } from './checkouts';

export const cartLimits = { maxQuantity: 99, maxLines: 100 } as const;

export interface Cart {
  lines: Line[];
  /** Grows by one with each change; also the cart's ETag. */
  version: number;
  /** The version at which the empty cart got its first line: it identifies a cart session. */
  filledAt: number;
  /** When it last changed: ISO 8601, UTC. */
  touchedAt: string;
  /** The orders for which it was checked out, the newest last; one that gave its lines back is not among them. */
  checkouts?: Checkout[];
  /** The last orders that ended and gave their lines back: a late repetition of their checkout takes nothing more. */
  endedOrders?: string[];
  /** The account into which the cart is being merged; meanwhile it cannot be checked out. */
  movingTo?: string;
  /** The account into which the cart was merged when the guest signed in. */
  movedTo?: string;
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
  /**
   * Takes the lines for an order. With `orderId`, once for each order, and to be sent with `onlyIfVersion`; a repetition
   * renews the time of the checkout. Without `orderId` (sent by app versions before this one) units added since stay.
   */
  | { kind: 'checkout'; lines: Line[]; orderId?: string }
  /**
   * The order ended without a sale: its lines come back, on top of what is there now, once for each checkout.
   * `lines`: the order's own, for a checkout so old that the cart has forgotten them.
   * `ifBefore` (ISO 8601, UTC): only if the order has not asked for the lines since.
   */
  | { kind: 'giveBack'; orderId: string; lines?: Line[]; ifBefore?: string }
  /** The guest signs in: the cart is being merged into the account, the first one named, and cannot be checked out meanwhile. */
  | { kind: 'move'; to: string }
  /** The cart was merged into the account: it is empty now. */
  | { kind: 'moved'; to: string };

/** A change, and optionally the cart versions to which it may be applied. */
export type CartCommand = CartChange & { onlyIfVersion?: number[] };

export type CartRefusal = 'CART.LINE_LIMIT' | 'CART.LINE_NOT_FOUND' | 'CART.MOVED' | 'REQUEST.PRECONDITION_FAILED';

/** The cart after a command at `now` (ms since the epoch), or a refusal. Callers must refuse products not in the catalog. */
export function applyToCart(cart: Cart, command: CartCommand, now: number): Result<Cart, CartRefusal> {
  if (isRepeated(cart, command)) return accepted(cart);
  const at = new Date(now).toISOString();
  if (command.kind === 'checkout' && hasEnded(cart, command.orderId)) {
    return refused('REQUEST.PRECONDITION_FAILED', 'The order has ended and given its lines back.');
  }
  if (command.kind === 'checkout' && checkoutFor(cart, command.orderId)) {
    return accepted({ ...cart, checkouts: withClaimAt(cart.checkouts ?? [], command.orderId, at) });
  }
  if (command.onlyIfVersion && !command.onlyIfVersion.includes(cart.version)) {
    return refused('REQUEST.PRECONDITION_FAILED', `The cart has changed: its ETag is now "${cart.version}".`);
  }
  if (command.kind === 'move') return accepted({ ...cart, movingTo: command.to });
  if (command.kind === 'moved' && cart.lines.length === 0) return accepted(movedTo(cart, command.to));
  if (command.kind === 'checkout' && cart.movingTo !== undefined) {
    return refused('CART.MOVED', 'The cart has moved to the account that was signed in to.');
  }
  const lines = changed(cart, command);
  if (!lines.ok) return lines;
  const version = cart.version + 1;
  const filledAt = cart.lines.length === 0 ? version : cart.filledAt;
  const checkouts = checkoutsAfter(cart, command, at);
  const after = { ...cart, ...checkouts, lines: lines.value, version, filledAt, touchedAt: at };
  return accepted(command.kind === 'moved' ? movedTo(after, command.to) : after);
}

function movedTo({ movingTo: _, ...cart }: Cart, account: string): Cart {
  return { ...cart, movedTo: account };
}

/** Whether a command that counts once for each order, or for each sign-in, has nothing left to do. */
function isRepeated(cart: Cart, command: CartCommand): boolean {
  if (command.kind === 'move') return cart.movingTo !== undefined;
  if (command.kind !== 'giveBack') return false;
  const checkout = checkoutFor(cart, command.orderId);
  return checkout === undefined || (command.ifBefore !== undefined && checkout.at >= command.ifBefore);
}

function changed(
  { lines, checkouts = [] }: Cart,
  change: Exclude<CartChange, { kind: 'move' }>,
): Result<Line[], CartRefusal> {
  switch (change.kind) {
    case 'add':
      return withQuantity(lines, change.sku, quantityOf(lines, change.sku) + change.quantity);
    case 'set':
      return withQuantity(lines, change.sku, change.quantity);
    case 'remove':
      return withoutLine(lines, change.sku);
    case 'clear':
    case 'moved':
      return accepted([]);
    case 'merge':
      return accepted(change.lines.reduce(withMerged, lines));
    case 'checkout':
      return accepted(change.lines.reduce(withoutOrdered, lines));
    case 'giveBack': {
      const back = checkoutFor({ checkouts }, change.orderId)?.lines ?? change.lines ?? [];
      return accepted(back.reduce(withGivenBack, lines));
    }
  }
}

function hasEnded({ endedOrders = [] }: Cart, orderId: string | undefined): boolean {
  return orderId !== undefined && endedOrders.includes(orderId);
}

function checkoutsAfter(
  { checkouts = [], endedOrders = [], version }: Cart,
  change: CartChange,
  at: string,
): Pick<Cart, 'checkouts' | 'endedOrders'> {
  if (change.kind === 'giveBack') {
    const left = checkouts.filter(({ orderId }) => orderId !== change.orderId);
    // Lines that nobody has claimed were taken for an order that was never recorded: it may still be placed.
    if (change.ifBefore !== undefined) return { checkouts: left };
    return { checkouts: left, endedOrders: [...endedOrders, change.orderId].slice(-rememberedCheckouts.most) };
  }
  if (change.kind !== 'checkout' || change.orderId === undefined) return {};
  const { orderId, lines } = change;
  return { checkouts: withCheckout(checkouts, { orderId, version, at, lines }) };
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

/** Units that came meanwhile stay; what no longer fits is left out. */
function withGivenBack(lines: Line[], back: Line): Line[] {
  const quantity = Math.min(quantityOf(lines, back.sku) + back.quantity, cartLimits.maxQuantity);
  const result = withQuantity(lines, back.sku, quantity);
  return result.ok ? result.value : lines;
}

function withoutOrdered(lines: Line[], ordered: Line): Line[] {
  return lines.flatMap((line) => {
    if (line.sku !== ordered.sku) return [line];
    const quantity = line.quantity - ordered.quantity;
    return quantity > 0 ? [{ sku: line.sku, quantity }] : [];
  });
}
