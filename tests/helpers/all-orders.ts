// Orders of several customers, and an in-memory index of them that answers as the table does.

import { failuresOf, needsAttention } from '../../src/orders/attention';
import type { Order } from '../../src/orders/order';
import { cursorAt, positionOf, readCursor } from '../../src/orders/order-cursor';
import { refusalOf, shippedAtOf } from '../../src/orders/order-milestones';
import { parcelsToSend } from '../../src/orders/parcels-to-send';
import { parcelsUnderWay } from '../../src/orders/parcels-under-way';
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
    async page({ state, email, orderId, placedFrom, placedTo, cursor, limit }) {
      const after = cursor === undefined ? undefined : readCursor(cursor);
      const found = orders
        .filter((order) => state === undefined || order.state === state)
        .filter((order) => email === undefined || order.email.toLowerCase() === email.toLowerCase())
        .filter((order) => orderId === undefined || order.orderId === orderId)
        .filter(({ createdAt }) => placedFrom === undefined || createdAt >= placedFrom)
        .filter(({ createdAt }) => placedTo === undefined || createdAt <= placedTo)
        .filter((order) => after === undefined || positionOf(order) < after)
        .toSorted((a, b) => (positionOf(a) < positionOf(b) ? 1 : -1));
      const page = found.slice(0, limit).map(glanceOf);
      const last = page.at(-1);
      return last && found.length > limit ? { orders: page, cursor: cursorAt(positionOf(last)) } : { orders: page };
    },
    async open() {
      const open = orders.filter(({ state }) => needsAttention(state));
      const shown = open.map((order) => {
        const underWay = parcelsUnderWay(order);
        return { ...glanceOf(order), failures: failuresOf(order), ...(underWay.length > 0 && { underWay }) };
      });
      return { orders: shown, complete: true };
    },
    underWaySince: async (time) =>
      orders
        .filter(({ state }) => state === 'shipped')
        .map((order) => ({ ...glanceOf(order), underWay: parcelsUnderWay(order) }))
        .filter(({ underWay: [first] }) => first && first.dispatchedAt <= time),
    async toSend() {
      const found = orders.map((order) => ({ ...glanceOf(order), parcels: parcelsToSend(order) }));
      return { orders: found.filter(({ parcels }) => parcels.length > 0), complete: true };
    },
    async placedSince(time) {
      const placed = orders
        .filter(({ createdAt }) => createdAt >= time)
        .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
        .map((order) => {
          const [shippedAt, refusal] = [shippedAtOf(order), refusalOf(order)];
          return { ...glanceOf(order), ...(shippedAt && { shippedAt }), ...(refusal && { refusal }) };
        });
      return { orders: placed, complete: true };
    },
    async counts() {
      const counts: Awaited<ReturnType<AllOrders['counts']>> = {};
      for (const { state } of orders) counts[state] = (counts[state] ?? 0) + 1;
      return counts;
    },
  };
}
