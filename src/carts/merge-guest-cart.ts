// Moves a guest's cart into their account when they sign in: exactly once, even after retries, crashes or concurrent requests.

import { derivedId } from '../shared/ids';
import type { Cart } from './cart';
import type { CartStore } from './ports';

/** While a guest signs in, they may still be adding products in another tab. */
const attempts = 3;

/**
 * Merges the guest's cart into the customer's and empties it; true when nothing is left in it.
 * The cart is marked as moving first: from then on the guest cannot check it out, so that its lines are bought once.
 * The command ids are derived from the merged lines: a retry or a concurrent request with the same cart sends the same
 * commands, which are applied once. The guest's cart is emptied only if it has not changed since it was read.
 * A cart that an order took remembers the account, in case the order gives its lines back.
 * @throws AppError `CART.BUSY` from the store: a retry continues where this ended.
 */
export async function mergeGuestCart(carts: CartStore, guestId: string, customerId: string): Promise<boolean> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const cart = await carts.read(guestId);
    const { lines, version } = cart;
    if (lines.length === 0 && !isOwed(cart, customerId)) return true;
    // A merge that was cut off is finished first, also for another account.
    const to = cart.movingTo ?? customerId;
    const id = (step: string) => derivedId('cmd', step, guestId, to, String(version), JSON.stringify(lines));
    const onlyIfVersion = [version];
    if (lines.length > 0) {
      const moving = await carts.apply(guestId, id('move'), { kind: 'move', to, onlyIfVersion });
      if (!moving.ok || moving.value.movingTo !== to) continue;
      const merged = await carts.apply(to, id('merge'), { kind: 'merge', lines });
      if (!merged.ok) throw new Error(`The cart of ${guestId} was not merged: ${merged.code} ${merged.detail}`);
    }
    const emptied = await carts.apply(guestId, id('moved'), { kind: 'moved', to, onlyIfVersion });
    if (emptied.ok && to === customerId) return true;
  }
  return false;
}

/** Whether lines may still come back into an empty cart, and not be passed on to the account yet. */
function isOwed({ checkouts = [], movedTo }: Cart, customerId: string): boolean {
  return checkouts.length > 0 && movedTo !== customerId;
}
