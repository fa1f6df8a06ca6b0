// Counts the operations of one two-line order from its POST until it is delivered, on a host with a counting proxy in front
// of its storage.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Cart } from '../../client/api-types';
import { kindOf } from '../../scripts/count/classify';
import { startCountedApp } from '../../scripts/count/counted-app';
import type { RecordedRequest } from '../../scripts/count/counting-proxy';
import { aCheckout, placeOrder } from '../../scripts/shop/check-out';
import { type Ask, expectStatus, type Shop } from '../../scripts/shop/shop-client';
import { type HubActions, readHubActions } from './hub-actions';
import { nameOperation } from './name-operation';
import { fillShop, skus } from './shop-stock';

export interface OrderCost extends HubActions {
  /** Excluding the task hub's. */
  storageOperations: Record<string, number>;
  /** Operations of the sandbox payment provider and carrier, which stand in for external services. */
  sandboxOperations: Record<string, number>;
}

const ofSandbox = /^(table (payments|shipments)|queue carrier-reports):/;
const samples = 5;
const pollMs = 200;
const endLimitMs = 60_000;

export async function countOrder(): Promise<OrderCost> {
  const app = await startCountedApp();
  try {
    await fillShop(app.shop);
    // The first order creates containers and fills caches, so it is not counted.
    await app.during(() => buyTwoLines(app.shop, async (place) => void (await place())));
    const orderIds: string[] = [];
    const storageOperations: Record<string, number> = {};
    const sandboxOperations: Record<string, number> = {};
    let cartSignals = 0;
    for (let n = 0; n < samples; n++) {
      await buyTwoLines(app.shop, async (place) => {
        const { requests, durableCalls } = await app.during(async () => void orderIds.push(await place()));
        for (const request of requests.filter(isOfOrder)) {
          const name = nameOperation(request);
          const counts = ofSandbox.test(name) ? sandboxOperations : storageOperations;
          counts[name] = (counts[name] ?? 0) + 1 / samples;
        }
        cartSignals += durableCalls.filter((call) => call.startsWith('POST /durabletask/entities/cart/')).length;
      });
    }
    const { taskHubFile } = await app.stop();
    const actions = readHubActions(taskHubFile, orderIds);
    actions.entityOperations['cart.apply'] = cartSignals / samples;
    return { ...actions, storageOperations, sandboxOperations };
  } finally {
    await app.remove();
  }
}

/** Excludes polls of empty or missing queues and scans for uploads, which happen without orders too. */
function isOfOrder(request: RecordedRequest): boolean {
  const { service, method, target, status } = request;
  const isPoll = service === 'queue' && method === 'GET' && (status === 404 || !target.startsWith('/carrier-reports/'));
  const isScan = service === 'blob' && /\bcomp=list\b/.test(target);
  return kindOf(request) !== undefined && !isPoll && !isScan;
}

/** `counted` receives the function to count: placing the order, without filling the cart. */
async function buyTwoLines(shop: Shop, counted: (place: () => Promise<string>) => Promise<void>): Promise<void> {
  const guest = shop.guest();
  const cart = await fillCart(guest);
  await counted(async () => {
    const { orderId } = expectStatus(await placeOrder(guest, aCheckout(cart.total)), 202);
    await delivered(shop, orderId);
    return orderId;
  });
}

async function fillCart(guest: Ask): Promise<Cart> {
  const [first = '', second = ''] = skus;
  expectStatus(await guest('POST', '/cart/lines', { body: { sku: first, quantity: 1 } }), 200);
  return expectStatus(await guest<Cart>('POST', '/cart/lines', { body: { sku: second, quantity: 2 } }), 200);
}

/** Polls the task hub, because reading the order would be counted. */
async function delivered(shop: Shop, orderId: string): Promise<void> {
  const url = new URL(`/runtime/webhooks/durabletask/instances/${orderId}?showInput=false`, shop.origin());
  const deadline = Date.now() + endLimitMs;
  for (;;) {
    const { runtimeStatus, output } = (await (await fetch(url)).json()) as {
      runtimeStatus: string;
      output: { state: string } | null;
    };
    if (runtimeStatus === 'Completed' && output?.state === 'delivered') return;
    if (Date.now() > deadline) throw new Error(`${orderId} is ${runtimeStatus} after a minute.`);
    await sleep(pollMs);
  }
}

export function total(counts: Record<string, number>): number {
  return rounded(Object.values(counts).reduce((sum, count) => sum + count, 0));
}

/** To two decimals, because the counts are averages of a few samples. */
function rounded(count: number): number {
  return Math.round(count * 100) / 100;
}
