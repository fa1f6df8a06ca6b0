// For which orders a cart was checked out: the cart is bought once, and an order that ends without a sale can give its lines back.

import type { Line } from '../shared/contracts';

/** What an order took out of a cart. */
export interface Checkout {
  orderId: string;
  /** The version of the cart that was priced and taken. */
  version: number;
  /** When the order last claimed the lines: ISO 8601, UTC. */
  at: string;
  /** Left out in older ones, which have long been recorded as orders. */
  lines?: Line[];
}

/** How many checkouts a cart remembers, and in how many of them the lines too. */
export const rememberedCheckouts = { most: 200, withLines: 20 } as const;

interface CheckedOut {
  /** The newest last; one that gave its lines back is not among them. */
  checkouts?: Checkout[];
}

/** The checkout for an order; undefined when there was none, or its lines were given back. */
export function checkoutFor({ checkouts = [] }: CheckedOut, orderId: string | undefined): Checkout | undefined {
  return checkouts.find((checkout) => checkout.orderId === orderId);
}

/** The checkout that emptied the cart, if nothing was done to the cart since. */
export function lastCheckout({ checkouts = [], version }: CheckedOut & { version: number }): Checkout | undefined {
  const last = checkouts.at(-1);
  return last?.version === version - 1 ? last : undefined;
}

/** The list with one more checkout, trimmed to what a cart remembers. */
export function withCheckout(checkouts: Checkout[], checkout: Checkout): Checkout[] {
  const all = [...checkouts, checkout].slice(-rememberedCheckouts.most);
  const forgotten = all.length - rememberedCheckouts.withLines;
  return all.map((one, n) => (n < forgotten ? withoutLines(one) : one));
}

/** The list with an order's claim renewed. */
export function withClaimAt(checkouts: Checkout[], orderId: string | undefined, at: string): Checkout[] {
  return checkouts.map((one) => (one.orderId === orderId ? { ...one, at } : one));
}

function withoutLines({ lines: _, ...checkout }: Checkout): Checkout {
  return checkout;
}
