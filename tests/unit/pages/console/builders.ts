// Answers of the API for tests of the console; a test overrides what matters to it.

import type { OrderSnapshot, Overview, OwnerOrder, ParcelToSend } from '../../../../src/pages/console/schemas';

export const at = '2026-03-01T12:00:00.000Z';
export const euros = (amount: number) => ({ amount, currency: 'EUR' });
export const orderIdOf = (letter: string) => `ord_${letter.repeat(26)}`;

export function aSnapshot(letter: string, changes: Partial<OrderSnapshot> = {}): OrderSnapshot {
  const total = euros(2800);
  return {
    orderId: orderIdOf(letter),
    customerId: 'cus_1',
    state: 'captured',
    total,
    createdAt: at,
    updatedAt: at,
    ...changes,
  };
}

const line = (sku: string, quantity: number, unit: number, warehouse: string) => ({
  ...{ sku, name: `The ${sku}`, quantity, warehouse },
  ...{ unitPrice: euros(unit), total: euros(quantity * unit) },
});

/** Two oaks of 12.50 and an elm of 3.00. */
export function anOwnerOrder(changes: Partial<OwnerOrder> = {}): OwnerOrder {
  return {
    ...aSnapshot('a'),
    lines: [line('oak', 2, 1250, 'north'), line('elm', 1, 300, 'south')],
    email: 'ada@example.com',
    shippingAddress: { name: 'Ada', street: 'Hauptstr. 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
    shipments: [],
    timeline: [],
    payments: [],
    version: 1,
    ...changes,
  };
}

export function aRefund(
  number: number,
  lines: { sku: string; quantity: number }[],
  amount: number,
  outcome?: 'refunded' | 'refused' | 'failed',
): NonNullable<OwnerOrder['refunds']>[number] {
  return {
    ...{ number, lines, amount, isWhole: false, restock: true, reason: 'broken', at, state: 'delivered' as const },
    ...{ actKey: `key-${number}`, instanceId: `instance-${number}` },
    ...(outcome && { ended: { at, outcome } }),
  };
}

export function aParcel(n: number, warehouse: string, ...lines: ParcelToSend['lines']): ParcelToSend {
  return { orderId: orderIdOf('a'), shipmentId: `shp_${n}`, warehouse, placedAt: at, lines };
}

const states = [
  ...(['placed', 'reserved', 'awaitingPayment', 'authorized', 'awaitingApproval', 'captured'] as const),
  ...(['shipped', 'delivered', 'refused', 'cancelled', 'refunded', 'compensationFailed'] as const),
];

/** Of a shop in which nothing needs anybody. */
export function anOverview(orders: Partial<Overview['orders']> = {}, more: Partial<Overview> = {}): Overview {
  const counts = Object.fromEntries(states.map((state) => [state, 0])) as Overview['orders']['counts'];
  const none = { count: 0, orders: [] };
  return {
    at,
    orders: {
      ...{ total: 0, counts, oldestWaiting: [], complete: true },
      ...{ stuck: none, overdue: none, compensationFailed: none },
      ...orders,
    },
    poison: { count: 0, queues: [] },
    failedRuns: { runs: [], isComplete: true },
    ...more,
  };
}
