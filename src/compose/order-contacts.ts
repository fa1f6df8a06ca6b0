// Connects carts to orders: a customer's mail address is that of their latest order.

import type { Contacts } from '../carts/ports';
import type { OrderStore } from '../orders/ports/order-store';

export function makeOrderContacts(orders: Pick<OrderStore, 'find' | 'list'>): Contacts {
  return {
    async emailOf(customerId) {
      const { orders: latest } = await orders.list(customerId, { limit: 1 });
      const [newest] = latest;
      return newest && (await orders.find(customerId, newest.orderId))?.email;
    },
  };
}
