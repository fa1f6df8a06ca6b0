// Runs the shop of the proof page, does to it what the page's buttons say, and keeps its books beside it.

import type { Product, Stock } from '../../client/api-types';
import { isEnded } from '../faults/balance';
import { openUnreliableShop } from '../faults/unreliable-shop';
import { withRetries } from '../faults/with-retries';
import { loadDemoShop } from '../shop/demo-shop';
import { expectStatus, type Shop } from '../shop/shop-client';
import { makeFaultLog } from './fault-log';
import { makeBookReader, type OrderRecords, type Reading } from './live-books';
import { makeOrderRunner } from './order-runner';
import { type Card, outageMs, type ProofState, type ShownOrder } from './proof-state';

export interface Supervisor {
  state(): ProofState;
  /** Kills the host's process with SIGKILL; resolves when it is dead. Another one starts at once. */
  kill(): Promise<void>;
  /** Resolves when the outage has begun. */
  cutStorage(): Promise<void>;
  setCard(card: Card): Promise<void>;
  setRate(perMinute: number): void;
  placeOrder(): void;
  /** @returns the host's exit code. */
  close(): Promise<number | null>;
}

/** Orders take long enough to be hit by a fault. */
const environment = {
  APPROVAL_THRESHOLD: '100000000',
  CARRIER_DISPATCH_AFTER: 'PT2S',
  CARRIER_DELIVER_AFTER: 'PT3S',
};
const unitsOfEach = 5_000;
const latestShown = 12;
const readPauseMs = 700;

export async function startSupervisor(folder: string): Promise<Supervisor> {
  const { host, shop, storage, failStorageFor, refused, close } = await openUnreliableShop(folder, environment);
  await host.ready();
  const products = await loadDemoShop(shop);
  const reader = makeBookReader(shop, storage, await stockUp(shop, products));
  const runner = makeOrderRunner(shop, products);
  const log = makeFaultLog(() => new Date());
  let isUp = true;
  let failingUntil = 0;
  let reading: Reading | null = null;
  let lost = 0;
  let isClosed = false;

  async function keepReading(): Promise<void> {
    while (!isClosed) {
      const accepted = [...runner.accepted()];
      reading = await reader.read();
      const recorded = new Set(reading.orders.map(({ orderId }) => orderId));
      lost = accepted.filter((orderId) => !recorded.has(orderId)).length;
      await new Promise((resolve) => setTimeout(resolve, readPauseMs));
    }
  }
  const reads = keepReading();

  async function underWay(): Promise<string[]> {
    return (await reader.readOrders()).filter((order) => !isEnded(order)).map(({ orderId }) => orderId);
  }

  return {
    state() {
      const orders = reading?.orders ?? [];
      const ended = new Set(orders.filter(isEnded).map(({ orderId }) => orderId));
      return {
        host: {
          isUp,
          pid: host.pid(),
          deaths: host.deaths(),
          storefront: host.origin() ?? null,
          problems: [...host.unexpectedExits(), ...runner.problems()],
        },
        storage: { failsForMs: Math.max(0, failingUntil - Date.now()), refused: refused() },
        orders: {
          perMinute: runner.perMinute(),
          card: runner.card(),
          placed: orders.length,
          lost,
          ended: ended.size,
          latest: latestOf(orders),
        },
        books: reading?.books ?? null,
        faults: log.list(ended),
      };
    },
    async kill() {
      log.add({ kind: 'kill' }, await underWay());
      isUp = false;
      await host.kill();
      void host.ready().then(() => {
        isUp = true;
      });
    },
    async cutStorage() {
      log.add({ kind: 'outage' }, await underWay());
      failingUntil = Date.now() + outageMs;
      void failStorageFor(outageMs);
    },
    async setCard(card) {
      if (card !== 'tok_ok' && card !== runner.card()) log.add({ kind: 'card', card }, await underWay());
      runner.setCard(card);
    },
    setRate: (perMinute) => runner.setRate(perMinute),
    placeOrder: () => runner.place(),
    async close() {
      isClosed = true;
      runner.stop();
      await reads;
      return close();
    },
  };
}

function latestOf(orders: OrderRecords): ShownOrder[] {
  return orders
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
    .slice(0, latestShown)
    .map(({ orderId, state, total, paymentToken, createdAt }) => ({
      orderId,
      state,
      amount: total.amount,
      currency: total.currency,
      card: paymentToken,
      createdAt,
    }));
}

/** Enough for hours of orders. @returns the units of each product. */
async function stockUp(shop: Shop, products: readonly Product[]): Promise<Map<string, number>> {
  const owner = withRetries(shop.owner);
  const received = new Map<string, number>();
  for (const { sku } of products) {
    const headers = { 'idempotency-key': `proof-${sku}` };
    const body = { delta: unitsOfEach, reason: 'for the proof page' };
    const answer = await owner<Stock>('POST', `/stock/${sku}/adjustments`, { body, headers });
    received.set(sku, expectStatus(answer, 200).onHand);
  }
  return received;
}
