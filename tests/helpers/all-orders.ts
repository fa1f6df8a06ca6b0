// Orders of several customers, and an in-memory store that returns them like a table: not sorted by time.

import type { Order } from '../../src/orders/order';
import type { AllOrders, OrderSnapshot } from '../../src/orders/ports/all-orders';
import { anOrder } from './order-builders';

/** The nth order; each has a different customer. */
export function anOrderOf(n: number, changes: Partial<Order> = {}): Order {
  const letter = String.fromCharCode(97 + n);
  return anOrder({ customerId: `cus_${letter.repeat(26)}`, orderId: `ord_${letter.repeat(26)}`, ...changes });
}

export function glanceOf({ orderId, customerId, state, total, createdAt, updatedAt }: Order): OrderSnapshot {
  return { orderId, customerId, state, total, createdAt, updatedAt };
}

export function fakeAllOrders(orders: readonly Order[]): AllOrders {
  return {
    async *snapshots({ state, notAfter }) {
      const byCustomer = [...orders].sort((a, b) => (a.customerId < b.customerId ? -1 : 1));
      for (const order of byCustomer) {
        if (state && order.state !== state) continue;
        if (notAfter === undefined || order.createdAt <= notAfter) yield glanceOf(order);
      }
    },
  };
}
