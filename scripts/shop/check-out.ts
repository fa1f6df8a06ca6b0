// Buys as a front end does: checks out a cart with an idempotency key and follows the order until it ends.

import { randomUUID } from 'node:crypto';
import type { AcceptedOrder, Checkout, Money, Order, OrderState } from '../../client/api-types';
import { expectData } from '../../client/expect-data';
import type { Answer, ApiCaller, Ask } from './shop-client';

/** Final states. */
const ENDS: readonly OrderState[] = ['delivered', 'refused', 'cancelled', 'refunded', 'compensationFailed'];
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

/** Sends a checkout, which may be a faulty one, with a new idempotency key, unless one is given. */
export function placeOrder(ask: Ask, checkout: unknown, key: string = randomUUID()): Promise<Answer<AcceptedOrder>> {
  return ask('POST', '/orders', { body: checkout, headers: { 'idempotency-key': key } });
}

/** Checks out a cart of this total with a new idempotency key. @throws unless the order is accepted. */
export function checkOutCart(
  { api }: ApiCaller,
  total: Money,
  changes: Partial<Checkout> = {},
): Promise<AcceptedOrder> {
  const params = { header: { 'Idempotency-Key': randomUUID() } };
  return expectData(api.POST('/orders', { params, body: aCheckout(total, changes) }));
}

/** Adds one line to the cart and checks it out; returns the order id. @throws unless the order is accepted. */
export async function buy(
  caller: ApiCaller,
  sku: string,
  quantity: number,
  changes: Partial<Checkout> = {},
): Promise<string> {
  const { total } = await expectData(caller.api.POST('/cart/lines', { body: { sku, quantity } }));
  return (await checkOutCart(caller, total, changes)).orderId;
}

/** Follows the order until its state is final; calls `seen` with every answer. @throws after 90 s, with the last state. */
export async function orderEnd({ api }: ApiCaller, orderId: string, seen: (order: Order) => void = () => undefined) {
  const deadline = Date.now() + END_TIMEOUT_MS;
  const params = { path: { orderId }, header: { Prefer: `wait=${WAIT_SECONDS}` } };
  for (;;) {
    const order = await expectData(api.GET('/orders/{orderId}', { params }));
    seen(order);
    if (ENDS.includes(order.state)) return order;
    if (Date.now() > deadline) throw new Error(`${orderId} is still ${order.state}: ${JSON.stringify(order.timeline)}`);
  }
}
