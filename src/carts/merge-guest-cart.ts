// What somebody gathered as a guest comes along when they sign in: once, whatever is repeated, cut off or sent side by side.

import { derivedId } from '../shared/ids';
import type { CartStore } from './ports';

/** A guest who signs in may still be adding things in another tab. */
const attempts = 3;

/**
 * Merges the guest's cart into the customer's and empties it; true when nothing is left in it.
 * The merge's id follows from what is merged: whoever comes again with the same cart, after a crash or at the same time, repeats
 * the same command, which counts once. The guest's cart is emptied only as it was when it was merged.
 * @throws AppError `CART.BUSY` as the store does: a repetition goes on where this ended.
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
