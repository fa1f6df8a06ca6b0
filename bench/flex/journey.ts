// One customer's way through the shop, with the status and the time of each request.

import { randomUUID } from 'node:crypto';
import type { Cart, Order } from '../../client/api-types';
import { aCheckout, orderEnd } from '../../scripts/shop/check-out';
import type { Answer, Ask, AskOptions, Caller, Shop } from '../../scripts/shop/shop-client';
import { skus } from './flex-host';

export interface TimedAnswer {
  step: string;
  status: number;
  ms: number;
}

export interface Journey {
  answers: TimedAnswer[];
  orderId: string;
  guest: Caller;
}

/**
 * Looks at the products, fills a cart, changes it, checks it out and reads the order.
 * @throws when the checkout is not accepted; every other answer is only noted.
 */
export async function shopOnce(shop: Shop): Promise<Journey> {
  const answers: TimedAnswer[] = [];
  const guest = shop.guest();
  async function timed<T>(step: string, ask: Ask, method: string, path: string, options: AskOptions = {}) {
    const began = performance.now();
    const answer: Answer<T> = await ask<T>(method, path, options);
    answers.push({ step, status: answer.status, ms: performance.now() - began });
    return answer;
  }
  await timed('list products', shop.anyone, 'GET', '/products');
  await timed('read the empty cart', guest, 'GET', '/cart');
  const key = { 'idempotency-key': randomUUID() };
  await timed('add a line', guest, 'POST', '/cart/lines', { body: { sku: skus[0], quantity: 1 }, headers: key });
  await timed('add another', guest, 'POST', '/cart/lines', { body: { sku: skus[1], quantity: 2 } });
  await timed('change a line', guest, 'PUT', `/cart/lines/${skus[1]}`, { body: { quantity: 1 } });
  const { body: cart } = await timed<Cart>('read the cart', guest, 'GET', '/cart');
  const body = aCheckout(cart.total);
  const headers = { 'idempotency-key': randomUUID() };
  const placed = await timed<Order>('check out', guest, 'POST', '/orders', { body, headers });
  if (placed.status !== 202) throw new Error(`The checkout got ${placed.status}: ${JSON.stringify(placed.body)}`);
  const { orderId } = placed.body;
  await timed('read the order', guest, 'GET', `/orders/${orderId}`);
  return { answers, orderId, guest };
}

/** Waits until all orders have been delivered. @throws when one ends otherwise. */
export async function delivered(journeys: Journey[]): Promise<void> {
  const ends = await Promise.all(journeys.map(({ guest, orderId }) => orderEnd(guest, orderId)));
  const others = ends.filter(({ state }) => state !== 'delivered');
  if (others.length > 0) throw new Error(`Not delivered: ${JSON.stringify(others.map(({ timeline }) => timeline))}`);
}

export function percentile(answers: TimedAnswer[], percent: number): number {
  const sorted = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

export function serverErrors(answers: TimedAnswer[]): TimedAnswer[] {
  return answers.filter(({ status }) => status >= 500);
}
