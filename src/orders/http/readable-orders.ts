// Which orders a caller may read and cancel: their own, those they placed as a guest before they signed in, and the one that
// the link of a mail names.

import { cursorAt, positionOf } from '../order-cursor';
import type { OrderLinks } from '../order-links';
import type { Accounts } from '../ports/accounts';
import type { OrderQuery, OrderStore, OrderSummary } from '../ports/order-store';

export interface OrderReader {
  customerId: string;
  /** Only a signed-in customer has an account with guests. */
  kind?: 'guest' | 'customer';
}

export interface ReadableOrders {
  /** The caller's orders, also those of their time as a guest, the newest first. @throws as `OrderStore.list`. */
  list(caller: OrderReader, query: OrderQuery): Promise<{ orders: OrderSummary[]; cursor?: string }>;
  /**
   * The customer under whose id an order is stored that is not the caller's own, but that the caller may read all the same;
   * undefined when there is none. `access` is that of a link.
   */
  otherCustomerOf(caller: OrderReader, orderId: string, access?: string): Promise<string | undefined>;
}

export interface ReadableOrdersDeps {
  orders: Pick<OrderStore, 'list' | 'find' | 'customerOf'>;
  accounts: Pick<Accounts, 'guestsOf'>;
  links: Pick<OrderLinks, 'isValid'>;
}

export function makeReadableOrders({ orders, accounts, links }: ReadableOrdersDeps): ReadableOrders {
  const guestsOf = ({ kind, customerId }: OrderReader) =>
    kind === 'customer' ? accounts.guestsOf(customerId) : Promise.resolve([]);

  return {
    async list(caller, query) {
      const guests = await guestsOf(caller);
      const ids = [caller.customerId, ...guests];
      // A cursor is a position in time: it is the same place in each list.
      const pages = await Promise.all(ids.map((id) => orders.list(id, query)));
      const found = pages.flatMap((page) => page.orders).toSorted((a, b) => (positionOf(a) < positionOf(b) ? 1 : -1));
      const shown = found.slice(0, query.limit);
      const last = shown.at(-1);
      const isMore = found.length > shown.length || pages.some(({ cursor }) => cursor !== undefined);
      return last && isMore ? { orders: shown, cursor: cursorAt(positionOf(last)) } : { orders: shown };
    },

    async otherCustomerOf(caller, orderId, access) {
      if (access !== undefined && links.isValid(orderId, access)) return orders.customerOf(orderId);
      const guests = await guestsOf(caller);
      const found = await Promise.all(guests.map((id) => orders.find(id, orderId)));
      return guests.find((_, index) => found[index]);
    },
  };
}
