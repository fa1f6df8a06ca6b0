// Keeps a fixed number of orders in flight: when one is shipped, the next is placed.

import type { Agent } from 'node:http';
import { type Customer, makeCustomer } from './customer';
import type { ShippedWatch } from './shipped-watch';
import { skus } from './shop-stock';

export interface Load {
  perSecond: number;
  /** POST to 202, in milliseconds per order. */
  accepted: number[];
  /** POST to shipped, in milliseconds per order. */
  shipped: number[];
}

export interface Place {
  origin: string;
  agent: Agent;
  watch: ShippedWatch;
}

const preparing = 16;

/** Places `count` two-line orders; their carts are filled first. */
export async function load(
  { origin, agent, watch }: Place,
  { inFlight, count }: { inFlight: number; count: number },
): Promise<Load> {
  const customers: Customer[] = [];
  await inTurns(preparing, count, async (n) => {
    const [first = '', second = ''] = [skus[n % skus.length], skus[(n + 7) % skus.length]];
    customers.push(await makeCustomer(origin, agent, [first, second]));
  });
  const accepted: number[] = [];
  const shipped: number[] = [];
  const began = performance.now();
  await inTurns(inFlight, count, async (n) => {
    const [posted, postedAt] = [performance.now(), new Date().toISOString()];
    const order = await customers[n]?.order();
    if (!order) return;
    accepted.push(order.ms);
    await watch.shipped(order.orderId, postedAt);
    shipped.push(performance.now() - posted);
  });
  return { perSecond: count / ((performance.now() - began) / 1_000), accepted, shipped };
}

async function inTurns(atOnce: number, count: number, work: (n: number) => Promise<void>): Promise<void> {
  let begun = 0;
  const worker = async () => {
    while (begun < count) await work(begun++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

export function percentile(times: number[], percent: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}
