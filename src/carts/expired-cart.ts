// A cart that nobody has touched for long reads as empty, whether or not anything has cleared it: most carts belong to guests
// who never come back, and nothing watches those.

import type { Cart } from './cart';

/**
 * The cart as it reads at `now`: without its lines, at a new version, once it was not touched for `expireAfterMs`. Pure: the next
 * change starts from it, so readers and writers agree on the version.
 */
export function unlessExpired(cart: Cart, now: number, expireAfterMs: number): Cart {
  if (cart.lines.length === 0 || now - Date.parse(cart.touchedAt) < expireAfterMs) return cart;
  return { ...cart, lines: [], version: cart.version + 1 };
}
