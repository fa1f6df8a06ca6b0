// Carts that are looked after: whoever puts something into an empty cart also starts the watch over it, if the shop knows where to
// send the reminder. The carts of strangers cost no instance: they expire by the rule of `unlessExpired`.

import type { DurableClient } from 'durable-functions';
import { LRUCache } from 'lru-cache';
import { type CartWatch, type IdleLimits, idleCartInstance } from '../../carts/idle-cart';
import type { CartStore, Contacts } from '../../carts/ports';
import { startOnce } from './start-once';

export type WatchClient = Pick<DurableClient, 'getStatus' | 'startNew'>;

/** Shoppings known to be looked after; that never ends before the shopping does. */
const mostRemembered = 10_000;

/** How long it is remembered that no address is known. An order may be recorded a moment after its customer has filled the cart again. */
const unknownForMs = 60_000;

export interface CartWatches {
  /** The store, which begins the watch of each shopping of a customer with an address; a watch that cannot begin now is told to `warn`, and begins with the next change. */
  watched(store: CartStore, client: WatchClient, warn: (...about: unknown[]) => void): CartStore;
}

/** One for the whole process: what it remembers spares a question with each change. */
export function makeCartWatches(limits: IdleLimits, contacts: Contacts): CartWatches {
  const known = new LRUCache<string, true>({ max: mostRemembered });

  async function begin(client: WatchClient, watch: CartWatch): Promise<void> {
    const id = idleCartInstance(watch);
    if (known.get(id)) return;
    if ((await contacts.emailOf(watch.customerId)) === undefined) {
      known.set(id, true, { ttl: unknownForMs });
      return;
    }
    await startOnce(client, 'cartOrchestrator', id, watch);
    known.set(id, true);
  }

  return {
    watched: (store, client, warn) => ({
      read: (customerId) => store.read(customerId),
      async apply(customerId, commandId, command) {
        const result = await store.apply(customerId, commandId, command);
        if (!result.ok || result.value.lines.length === 0) return result;
        const { filledAt, touchedAt } = result.value;
        const firstLook = Date.parse(touchedAt) + Math.min(limits.remindAfterMs, limits.expireAfterMs);
        const lookAt = new Date(firstLook).toISOString();
        await begin(client, { ...limits, customerId, filledAt, reminded: false, lookAt }).catch((error: unknown) =>
          warn(`${customerId}: the watch over the cart could not begin`, error),
        );
        return result;
      },
    }),
  };
}
