// Moves a guest's cart into their account when they sign in: exactly once, even after retries, crashes or concurrent requests.

import { derivedId } from '../shared/ids';
import type { CartStore } from './ports';

/** While a guest signs in, they may still be adding products in another tab. */
const attempts = 3;

/**
 * Merges the guest's cart into the customer's and empties it; true when nothing is left in it.
 * The command id is derived from the merged lines: a retry or a concurrent request with the same cart sends the same
 * command, which is applied once. The guest's cart is emptied only if it has not changed since it was read.
 * @throws AppError `CART.BUSY` from the store: a retry continues where this ended.
 */
export async function mergeGuestCart(carts: CartStore, guestId: string, customerId: string): Promise<boolean> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { lines, version } = await carts.read(guestId);
    if (lines.length === 0) return true;
    const id = (step: string) => derivedId('cmd', step, guestId, String(version), JSON.stringify(lines));
    const merged = await carts.apply(customerId, id('merge'), { kind: 'merge', lines });
    if (!merged.ok) throw new Error(`The cart of ${guestId} was not merged: ${merged.code} ${merged.detail}`);
    const emptied = await carts.apply(guestId, id('merged'), { kind: 'clear', onlyIfVersion: [version] });
    if (emptied.ok) return true;
  }
  return false;
}
