// Orders of several customers at once, and a home for them in memory that hands them out as a table does: in no order of time.

import type { Order } from '../../src/orders/order';
import type { AllOrders, OrderSnapshot } from '../../src/orders/ports/all-orders';
import { anOrder } from './order-builders';

/** The nth order, each of a customer of its own. */
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
