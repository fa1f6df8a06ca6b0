// Lists the carts that live in entities and were used lately. The task hub knows no order, so this reads a bounded number of pages
// and sorts them.

import type { CartState } from '../../carts/cart-state';
import type { KnownCart, RecentCarts } from '../../carts/ports';
import { entityNames } from '../../shared/contracts';
import type { EntityPages, ListedEntity } from './entity-pages';

/** A page holds a hundred carts. */
const mostPages = 10;

export function makeEntityRecentCarts(pages: EntityPages): RecentCarts {
  return {
    async filledSince(since, most) {
      const found: KnownCart[] = [];
      let [pagesRead, complete] = [0, true];
      for await (const page of pages(entityNames.cart, { lastOperationFrom: since, withState: true })) {
        if (pagesRead++ === mostPages) {
          complete = false;
          break;
        }
        found.push(...page.flatMap(cartIn).filter(({ cart }) => isFilledSince(cart, since)));
      }
      found.sort((a, b) => (a.cart.touchedAt < b.cart.touchedAt ? 1 : -1));
      return { carts: found.slice(0, most), complete: complete && found.length <= most };
    },
  };
}

function cartIn({ key, state }: ListedEntity): KnownCart[] {
  const { cart } = (state ?? {}) as Partial<CartState>;
  return cart ? [{ customerId: key, cart }] : [];
}

function isFilledSince({ lines, touchedAt }: CartState['cart'], since: Date): boolean {
  return lines.length > 0 && Date.parse(touchedAt) >= since.getTime();
}
