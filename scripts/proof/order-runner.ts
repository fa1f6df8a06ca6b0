// Places orders at a steady rate, each as a guest of its own who repeats every request until it is answered.

import { randomUUID } from 'node:crypto';
import type { Cart, Product } from '../../client/api-types';
import { withRetries } from '../faults/with-retries';
import { aCheckout, placeOrder } from '../shop/check-out';
import { expectStatus, type Shop } from '../shop/shop-client';
import type { Card } from './proof-state';

export interface OrderRunner {
  perMinute(): number;
  setRate(perMinute: number): void;
  card(): Card;
  setCard(card: Card): void;
  /** Places one order now. */
  place(): void;
  /** Ids of all accepted orders. */
  accepted(): readonly string[];
  /** One message per checkout with an answer that it must not have. */
  problems(): readonly string[];
  stop(): void;
}

const minuteMs = 60_000;
/** More guests than this wait for a dead host at a time: no others come. */
const mostWaiting = 40;

export function makeOrderRunner(shop: Shop, products: readonly Product[]): OrderRunner {
  let rate = 0;
  let card: Card = 'tok_ok';
  let timer: NodeJS.Timeout | undefined;
  let waiting = 0;
  let placed = 0;
  const accepted: string[] = [];
  const problems: string[] = [];

  async function buy(): Promise<void> {
    const product = products[placed++ % products.length];
    if (!product) return;
    const ask = withRetries(shop.guest());
    expectStatus(await ask<Cart>('GET', '/cart'), 200);
    const body = { quantity: 1 + (placed % 2) };
    const cart = expectStatus(await ask<Cart>('PUT', `/cart/lines/${product.sku}`, { body }), 200);
    const checkout = aCheckout(cart.total, { payment: { token: card } });
    accepted.push(expectStatus(await placeOrder(ask, checkout, randomUUID()), 202).orderId);
  }

  function place(): void {
    if (waiting >= mostWaiting) return;
    waiting++;
    buy()
      .catch(({ message }: Error) => problems.push(`A checkout failed: ${message}`))
      .finally(() => {
        waiting--;
      });
  }

  function setRate(perMinute: number): void {
    rate = perMinute;
    clearInterval(timer);
    timer = perMinute > 0 ? setInterval(place, minuteMs / perMinute) : undefined;
  }

  return {
    perMinute: () => rate,
    setRate,
    card: () => card,
    setCard(next) {
      card = next;
    },
    place,
    accepted: () => accepted,
    problems: () => problems,
    stop: () => setRate(0),
  };
}
