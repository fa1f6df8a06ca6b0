// A store of carts in this process: the real rules of the cart, one state a customer, every command applied at once.

import { afterOperation, type CartState, newCartState, resultOf } from '../../src/carts/cart-state';
import type { CartStore } from '../../src/carts/ports';
import type { Line } from '../../src/shared/contracts';

export interface MemoryCartStore extends CartStore {
  /** Puts lines into a cart, as a customer does. */
  fill(customerId: string, lines: Line[]): void;
  linesOf(customerId: string): Line[];
}

/** @param now ms since the epoch. */
export function makeMemoryCartStore(now: () => number): MemoryCartStore {
  const states = new Map<string, CartState>();
  const stateOf = (customerId: string) => states.get(customerId) ?? newCartState;
  let filled = 0;

  const store: MemoryCartStore = {
    read: async (customerId) => stateOf(customerId).cart,
    async apply(customerId, commandId, command) {
      const operation = { commandId, command };
      const state = afterOperation(stateOf(customerId), operation, now());
      states.set(customerId, state);
      const result = resultOf(state, operation);
      if (!result) throw new Error(`${commandId} was not applied.`);
      return result;
    },
    fill(customerId, lines) {
      const operations = lines.map((line) => ({
        commandId: `fill-${++filled}`,
        command: { kind: 'add', ...line } as const,
      }));
      states.set(
        customerId,
        operations.reduce((state, one) => afterOperation(state, one, now()), stateOf(customerId)),
      );
    },
    linesOf: (customerId) => stateOf(customerId).cart.lines,
  };
  return store;
}
