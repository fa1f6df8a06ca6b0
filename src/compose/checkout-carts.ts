// The carts as checkout uses them, whatever store keeps them.

import type { Cart, CartChange, CartCommand } from '../carts/cart';
import { checkoutFor, lastCheckout } from '../carts/checkouts';
import { mergeGuestCart } from '../carts/merge-guest-cart';
import type { CartStore } from '../carts/ports';
import type { CheckoutCart, CheckoutCarts } from '../orders/ports/checkout-carts';
import { AppError } from '../shared/http/errors';
import { derivedId, newId } from '../shared/ids';

export function makeCheckoutCarts(store: CartStore): CheckoutCarts {
  async function giveBack(customerId: string, commandId: string, change: CartChange & { kind: 'giveBack' }) {
    const result = await store.apply(customerId, commandId, change);
    if (!result.ok) throw new AppError(result.code, result.detail);
    const { lines, movedTo } = result.value;
    if (movedTo !== undefined && lines.length > 0) await mergeGuestCart(store, customerId, movedTo);
  }

  return {
    read: async (customerId) => checkoutCart(await store.read(customerId)),

    async take(customerId, orderId, { lines, version }) {
      const command: CartCommand = { kind: 'checkout', orderId, lines, onlyIfVersion: [version] };
      const result = await store.apply(customerId, newId('cmd'), command);
      if (result.ok) return checkoutFor(result.value, orderId)?.version === version;
      if (result.code === 'REQUEST.PRECONDITION_FAILED') return false;
      throw new AppError(result.code, result.detail);
    },

    giveBack: (customerId, orderId, lines) =>
      giveBack(customerId, derivedId('cmd', 'giveBack', orderId), { kind: 'giveBack', orderId, lines }),

    giveBackUnclaimed: (customerId, orderId, before) =>
      giveBack(customerId, newId('cmd'), { kind: 'giveBack', orderId, ifBefore: before.toISOString() }),
  };
}

function checkoutCart(cart: Cart): CheckoutCart {
  const { lines, version, checkouts = [] } = cart;
  const taken = new Map(
    checkouts.flatMap(({ orderId, version: at, lines: those }) =>
      those ? [[orderId, { lines: those, version: at }]] : [],
    ),
  );
  const emptiedBy = lastCheckout(cart)?.orderId;
  return { lines, version, taken, ...(emptiedBy !== undefined && { emptiedBy }) };
}
