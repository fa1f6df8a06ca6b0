// Buys over HTTP as a client does: checks out a cart with an idempotency key and polls the order until it ends.

import { randomUUID } from 'node:crypto';
import { type Answer, type Ask, expectStatus } from './shop-client';
import type { Cart, Checkout, Money, Order } from './wire';

/** Final states. */
const ENDS = ['delivered', 'refused', 'cancelled', 'refunded', 'compensationFailed'];
const END_TIMEOUT_MS = 90_000;
const WAIT_SECONDS = 5;

/** A valid checkout; `changes` override its fields. */
export function aCheckout(expectedTotal: Money, changes: Partial<Checkout> = {}): Checkout {
  return {
    payment: { token: 'tok_ok' },
    email: 'ada@example.com',
    shippingAddress: { name: 'Ada Byron', street: 'Hauptstr. 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
    expectedTotal,
    ...changes,
  };
}

/** Sends a checkout with a new idempotency key, unless one is given. */
export function placeOrder(
  ask: Ask,
  checkout: unknown,
  key: string = randomUUID(),
): Promise<Answer<{ orderId: string; state: string; total: Money }>> {
  return ask('POST', '/orders', { body: checkout, headers: { 'idempotency-key': key } });
}

/** Adds one line to the cart and checks it out; returns the order id. @throws unless the order is accepted. */
export async function buy(ask: Ask, sku: string, quantity: number, changes: Partial<Checkout> = {}): Promise<string> {
  const cart = expectStatus(await ask<Cart>('POST', '/cart/lines', { body: { sku, quantity } }), 200);
  return expectStatus(await placeOrder(ask, aCheckout(cart.total, changes)), 202).orderId;
}

/** Polls the order until its state is final; calls `seen` with every response. @throws after 90 s, with the last state. */
export async function orderEnd(ask: Ask, orderId: string, seen: (order: Order) => void = () => undefined) {
  const deadline = Date.now() + END_TIMEOUT_MS;
  for (;;) {
    const headers = { prefer: `wait=${WAIT_SECONDS}` };
    const order = expectStatus(await ask<Order>('GET', `/orders/${orderId}`, { headers }), 200);
    seen(order);
    if (ENDS.includes(order.state)) return order;
    if (Date.now() > deadline) throw new Error(`${orderId} is still ${order.state}: ${JSON.stringify(order.timeline)}`);
  }
}
