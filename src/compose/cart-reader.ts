// Connects orders to carts: reads and empties a cart in whichever store keeps it.

import type { CartStore } from '../carts/ports';
import type { CartReader } from '../orders/ports/cart-reader';

export function makeCartReader(store: CartStore): CartReader {
  return {
    read: async (customerId) => (await store.read(customerId)).lines,
    async empty(customerId, commandId, lines) {
      await store.apply(customerId, commandId, { kind: 'checkout', lines });
    },
  };
}
