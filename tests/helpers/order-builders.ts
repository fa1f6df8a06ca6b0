// Builders for valid orders, checkouts and parcels; a test overrides what matters to it.

import { type Checkout, newOrder, type Order, type OrderLine } from '../../src/orders/order';
import { mayTake, type OrderState, type OrderStep, recordedStep, stateAfter } from '../../src/orders/order-states';
import { type OrderPolicy, type OrderRun, orderRun } from '../../src/orders/saga/order-run';
import { recordStep } from '../../src/orders/timeline';

export const customerId = 'cus_01jd0000000000000000000000';
export const orderId = `ord_${'a'.repeat(26)}`;
export const placedAt = '2026-03-01T12:00:00.000Z';

/** Reservations last an hour, no customer is asked to confirm a payment, and no order needs approval. */
export const policy: OrderPolicy = {
  reservationTtlMs: 3_600_000,
  paymentActionTimeoutMs: 0,
  approval: { threshold: 0, timeoutMs: 86_400_000, onTimeout: 'reject' },
};

export function euros(amount: number) {
  return { amount, currency: 'EUR' };
}

export function aLine(sku: string, quantity: number, unitPrice: number, warehouse = 'north'): OrderLine {
  return {
    sku,
    name: `The ${sku}`,
    quantity,
    unitPrice: euros(unitPrice),
    total: euros(quantity * unitPrice),
    warehouse,
  };
}

export function aCheckout(changes: Partial<Checkout> = {}): Checkout {
  return {
    payment: { token: 'tok_ok' },
    email: 'ada@example.com',
    shippingAddress: { name: 'Ada Byron', street: 'Hauptstr. 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
    expectedTotal: euros(2800),
    ...changes,
  };
}

/** Two oaks and one elm, by default from two warehouses. */
export function anOrder(changes: Partial<Order> = {}): Order {
  const lines = [aLine('oak', 2, 1250, 'north'), aLine('elm', 1, 300, 'south')];
  const placed = newOrder({
    orderId,
    customerId,
    checkout: aCheckout(),
    lines,
    total: euros(2800),
    now: new Date(placedAt),
  });
  return { ...placed, ...changes };
}

const allSteps = Object.keys(stateAfter) as OrderStep[];

/** The fewest steps that lead from one state to another, without a detour over a failure. @throws when none do. */
export function wayTo(wanted: OrderState, from: OrderState = 'placed'): OrderStep[] {
  const ways = new Map<OrderState, OrderStep[]>([[from, []]]);
  for (const [state, way] of ways) {
    if (state === wanted) return way;
    if (state === 'compensationFailed' && state !== from) continue;
    const next = allSteps.filter((step) => mayTake(state, recordedStep(step)) && !ways.has(stateAfter[step]));
    for (const step of next) ways.set(stateAfter[step], [...way, step]);
  }
  throw new Error(`Nothing leads from ${from} to ${wanted}.`);
}

/** An order that has come to a state step by step. */
export function broughtTo(wanted: OrderState, order = anOrder()): Order {
  return wayTo(wanted, order.state).reduce(
    (soFar, step) => recordStep(soFar, { at: placedAt, ...recordedStep(step) }),
    order,
  );
}

export function anOrderRun(changes: Partial<OrderRun> = {}): OrderRun {
  return { ...orderRun(anOrder(), policy), ...changes };
}
