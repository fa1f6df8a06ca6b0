// Measures one round on one cart store: 200 parallel adds without a loss, the tutorial's losses, latency and throughput.

import { Agent } from 'node:http';
import type { Figures } from './figures';
import { type Guest, makeGuest } from './guest';

export interface Sizes {
  /** Sequential adds. */
  alone: number;
  /** Concurrent adds to one cart. */
  hot: number;
  spread: number;
}

/** Enough products for all adds to one cart: it holds up to 99 units of each. */
export const skus = Array.from({ length: 20 }, (_, n) => `bench-${String(n).padStart(2, '0')}`);
const parallel = 200;
const fourSkus = skus.slice(0, 4);
const cartCount = 200;
const connections = 32;
const warmUp = 50;

export async function measure(origin: string, sizes: Sizes): Promise<Figures> {
  const agent = new Agent({ keepAlive: true });
  const aGuest = () => makeGuest(origin, agent);
  try {
    await inTurn(await aGuest(), warmUp);
    const units = await addAllAtOnce(await aGuest());
    const tutorialUnits = await changeAllAtOnceAsTheTutorialDoes(await aGuest());
    const alone = await inTurn(await aGuest(), sizes.alone);
    const hotCart = [await aGuest()];
    const hot = await load(hotCart, sizes.hot);
    const carts = await Promise.all(Array.from({ length: cartCount }, aGuest));
    const spread = await load(carts, sizes.spread);
    return {
      units,
      tutorialLost: parallel - tutorialUnits,
      addP50Ms: percentile(alone, 50),
      addP99Ms: percentile(alone, 99),
      hotPerSecond: hot.perSecond,
      hotP50Ms: percentile(hot.times, 50),
      hotP99Ms: percentile(hot.times, 99),
      spreadPerSecond: spread.perSecond,
      spreadP50Ms: percentile(spread.times, 50),
      spreadP99Ms: percentile(spread.times, 99),
    };
  } finally {
    agent.destroy();
  }
}

/** @returns the units in the cart after all responses. */
async function addAllAtOnce(guest: Guest): Promise<number> {
  await Promise.all(Array.from({ length: parallel }, (_, n) => guest.add(fourSkus[n % 4] ?? '')));
  return (await guest.read()).units;
}

/** Reads the cart, adds one to the quantity and puts it back, without an ETag. */
async function changeAllAtOnceAsTheTutorialDoes(guest: Guest): Promise<number> {
  const change = async (sku: string) => {
    const cart = await guest.read();
    await guest.set(sku, cart.quantityOf(sku) + 1);
  };
  await Promise.all(Array.from({ length: parallel }, (_, n) => change(fourSkus[n % 4] ?? '')));
  return (await guest.read()).units;
}

async function inTurn(guest: Guest, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) times.push((await guest.add(skus[n % skus.length] ?? '')).ms);
  return times;
}

/** Keeps 32 adds in flight, spread evenly over the carts. @throws when a unit is missing at the end. */
async function load(carts: Guest[], count: number): Promise<{ perSecond: number; times: number[] }> {
  const times: number[] = [];
  let begun = 0;
  const worker = async () => {
    while (begun < count) {
      const n = begun++;
      // Each cart's adds go through all products.
      const sku = skus[Math.floor(n / carts.length) % skus.length] ?? '';
      const cart = carts[n % carts.length];
      if (cart) times.push((await cart.add(sku)).ms);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - began) / 1_000;
  const found = await Promise.all(carts.map(async (cart) => (await cart.read()).units));
  const units = found.reduce((sum, each) => sum + each, 0);
  if (units !== count) throw new Error(`${count} units were added to ${carts.length} carts, which hold ${units}.`);
  return { perSecond: count / seconds, times };
}

function percentile(times: number[], percent: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}
