// Fills the index of orders with many orders of the past, as the app would have written them, in batches of storage.

import type { TableClient, TransactionAction } from '@azure/data-tables';
import { countPrefix, partitionKey, rowsOf } from '../../src/adapters/storage/order-index-rows';
import { newOrder, type Order } from '../../src/orders/order';
import type { OrderState } from '../../src/orders/order-states';

/** Of a batch's hundred rows an order takes four. */
const ordersInBatch = 25;
const atOnce = 4;
const minuteMs = 60_000;

/** One in a thousand orders is open, a few are with the carrier, and most are delivered. */
export function stateOf(n: number): OrderState {
  if (n % 1_000 === 0) return n % 5_000 === 0 ? 'compensationFailed' : 'captured';
  if (n % 100 === 1) return 'shipped';
  if (n % 25 === 2) return 'refused';
  return 'delivered';
}

/** A customer orders fifty times. */
export function emailOf(n: number): string {
  return `customer-${Math.floor(n / 50)}@example.com`;
}

/** The nth order, counted from the newest: one a minute. */
export function pastOrder(n: number, now: number): Order {
  const text = n
    .toString(4)
    .padStart(26, '0')
    .replaceAll(/\d/g, (digit) => 'abcd'[Number(digit)] ?? '');
  const order = newOrder({
    orderId: `ord_${text}`,
    customerId: `cus_${text}`,
    checkout: {
      payment: { token: 'tok_ok' },
      email: emailOf(n),
      shippingAddress: { name: 'Ada', street: 'Hauptstr. 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
      expectedTotal: { amount: 100, currency: 'EUR' },
    },
    lines: [],
    total: { amount: 100, currency: 'EUR' },
    now: new Date(now - n * minuteMs),
  });
  return { ...order, state: stateOf(n) };
}

export async function fillIndex(table: TableClient, count: number, now: number): Promise<void> {
  const counts: Partial<Record<OrderState, number>> = {};
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const first = next;
      next = Math.min(count, first + ordersInBatch);
      const actions: TransactionAction[] = [];
      for (let n = first; n < next; n++) {
        const order = pastOrder(n, now);
        counts[order.state] = (counts[order.state] ?? 0) + 1;
        actions.push(...Object.values(rowsOf(order)).map((row): TransactionAction => ['create', row]));
      }
      await table.submitTransaction(actions);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  await table.createEntity({ partitionKey, rowKey: `${countPrefix}bench`, ...counts });
}
