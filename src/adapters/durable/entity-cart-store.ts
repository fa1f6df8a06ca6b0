// Carts in durable entities, one per customer: needs nothing but the app's storage account.

import type { Cart, CartCommand } from '../../carts/cart';
import { type CartState, newCartState, resultOf } from '../../carts/cart-state';
import { unlessExpired } from '../../carts/expired-cart';
import type { CartStore } from '../../carts/ports';
import { entityNames } from '../../shared/contracts';
import { AppError } from '../../shared/http/errors';
import { type EntityClient, type EntitySignals, readEntity } from './entity-signals';

/**
 * The cart store with the durable client of one invocation; all invocations share `signals`. `expireAfterMs` is that of the entity;
 * by default no cart expires.
 */
export function makeEntityCartStore(
  client: EntityClient,
  signals: EntitySignals,
  expireAfterMs = Number.POSITIVE_INFINITY,
): CartStore {
  return {
    async read(customerId): Promise<Cart> {
      const state = await readEntity<CartState>(client, cartOf(customerId));
      return unlessExpired((state ?? newCartState).cart, Date.now(), expireAfterMs);
    },
    async apply(customerId, commandId, command: CartCommand) {
      const input = { commandId, command };
      const result = await signals.send(client, {
        entity: cartOf(customerId),
        operation: 'apply',
        input,
        outcome: (state: CartState) => resultOf(state, input),
      });
      if (!result) throw new AppError('CART.BUSY', 'Try again with the same Idempotency-Key, or read the cart first.');
      return result;
    },
  };
}

function cartOf(customerId: string) {
  return { name: entityNames.cart, key: customerId };
}
