// A shop in memory for random interleavings. Its stores, ledgers and task hub survive a kill; a process, with all that it has under
// way, does not. Each call to a store takes two turns of the scheduler, so that a kill falls before or after the act.

import type fc from 'fast-check';
import type { CartDocument, CartDocuments } from '../../../src/adapters/cosmos/cosmos-cart-documents';
import { makeCosmosCartStore } from '../../../src/adapters/cosmos/cosmos-cart-store';
import {
  nextStep,
  type PaymentBooks,
  type PaymentOperation,
} from '../../../src/adapters/sandbox/sandbox-payment-rules';
import { mergeGuestCart } from '../../../src/carts/merge-guest-cart';
import type { CartStore } from '../../../src/carts/ports';
import { makeCheckoutCarts } from '../../../src/compose/checkout-carts';
import { makeLaunchOrder } from '../../../src/orders/placing/launch-order';
import { makePlaceOrder } from '../../../src/orders/placing/place-order';
import type { Payment, Payments } from '../../../src/orders/ports/payments';
import { makeOrderActivities } from '../../../src/orders/saga/activities';
import { orderOrchestrator } from '../../../src/orders/saga/order-orchestrator';
import type { ShipmentRun } from '../../../src/orders/saga/shipment-run';
import { recordShipment } from '../../../src/orders/timeline';
import { accepted, refused } from '../../../src/shared/result';
import { stockEntity } from '../../../src/stock/stock-entity';
import { driveEntity } from '../../helpers/entity-context';
import { makeFakeLaunches, makeFakeOrderStore } from '../../helpers/fake-orders';
import { makeMemoryCartStore } from '../../helpers/memory-cart-store';
import { euros, placedAt, policy } from '../../helpers/order-builders';
import { type Handlers, makeMiniHub, newHubState } from './mini-hub';

export type StoreKind = 'entity' | 'cosmos';

/** Thrown by every call of a process that was killed; whoever sent the request sends it again. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

export const unitPrice = 100;
export const stockOfEach = 1_000;

/** What survives a kill. */
export function makeShopState() {
  const clock = { now: Date.parse(placedAt) };
  const books = new Map<string, PaymentBooks>();
  const stock = new Map<string, ReturnType<typeof driveEntity>>();
  return {
    clock,
    carts: makeMemoryCartStore(() => clock.now),
    documents: new Map<string, CartDocument>(),
    orders: makeFakeOrderStore(),
    launches: makeFakeLaunches(() => new Date(clock.now)),
    hub: newHubState(),
    books,
    stockOf(sku: string) {
      const known = stock.get(sku);
      if (known) return known;
      const entity = driveEntity(stockEntity as never, 'stock', sku);
      entity.run('adjust', { commandId: 'first', adjustment: { delta: stockOfEach, reason: 'delivery' } });
      stock.set(sku, entity);
      return entity;
    },
    bookPayment(kind: PaymentOperation, payment: Payment, idempotencyKey: string) {
      const known = books.get(payment.orderId) ?? { entries: [], faults: [] };
      const step = nextStep(kind, payment, known, { idempotencyKey, at: placedAt, freshId: `pay_${payment.orderId}` });
      if ('faultAt' in step) throw new Error('fault');
      if ('entry' in step) books.set(payment.orderId, { ...known, entries: [...known.entries, step.entry] });
      return 'entry' in step ? step.entry : step.known;
    },
  };
}

export type ShopState = ReturnType<typeof makeShopState>;
export type ShopProcess = ReturnType<typeof startProcess>;

/** One process of the app over the state; it works off what the hub has accepted until it is killed. */
export function startProcess(state: ShopState, kind: StoreKind, scheduler: fc.Scheduler) {
  let isAlive = true;
  const turn = () => scheduler.schedule(Promise.resolve());
  const mustLive = () => {
    if (!isAlive) throw new Killed('The process was killed.');
  };
  const call = async <T>(act: () => T | Promise<T>): Promise<T> => {
    await turn();
    mustLive();
    const answer = await act();
    await turn();
    mustLive();
    return answer;
  };
  const now = () => new Date(state.clock.now);
  const sleep = async (ms: number) => {
    state.clock.now += ms;
    await turn();
  };

  const { orders: stored, launches: notes } = state;
  const orders: typeof stored = {
    ...stored,
    insert: (order) => call(() => stored.insert(order)),
    find: (...key) => call(() => stored.find(...key)),
    update: (...change) => call(() => stored.update(...change)),
  };
  const launches: typeof notes = {
    ...notes,
    add: (launch) => call(() => notes.add(launch)),
    isOutstanding: (orderId) => call(() => notes.isOutstanding(orderId)),
    outstanding: (ageMs) => call(() => notes.outstanding(ageMs)),
    remove: (...launch) => call(() => notes.remove(...launch)),
  };
  const carts: CartStore =
    kind === 'entity'
      ? {
          read: (customerId) => call(() => state.carts.read(customerId)),
          apply: (...command) => call(() => state.carts.apply(...command)),
        }
      : makeCosmosCartStore({
          documents: documentsOf(state, call),
          timing: { boundMs: 60_000, attempts: 100, firstPauseMs: 0, longestPauseMs: 0 },
          now: () => state.clock.now,
          sleep: turn,
        });
  const checkoutCarts = makeCheckoutCarts(carts);

  const pay = (operation: PaymentOperation) => (payment: Payment, key: string) =>
    call(() => {
      const { outcome, detail, paymentId, amount } = state.bookPayment(operation, payment, key);
      return outcome === 'accepted' ? accepted({ paymentId, amount }) : refused(outcome, detail);
    });
  const payments: Payments = {
    authorize: pay('authorize'),
    authorization: async () => refused('PAYMENT.NOT_AUTHORIZED', 'Nobody was asked.'),
    capture: pay('capture'),
    void: pay('void'),
    refund: pay('refund'),
  };
  const runs = {
    async start(run: { orderId: string }) {
      await call(() => hub.start(run.orderId, 'orderOrchestrator', run));
      work();
    },
    startRefund: async () => undefined,
    startResolution: async () => undefined,
    isOver: async () => false,
    raiseOrderEvent: async () => true,
    raiseShipmentEvent: async () => true,
    customerOf: async () => undefined,
  };
  const activities = makeOrderActivities<unknown>({
    orders,
    payments,
    returnUrlOf: () => 'https://shop.example/',
    carrier: {
      createShipment: async () => accepted({ shipmentId: 'shp_1' }),
      cancelShipment: async (_orderId, reference) => accepted({ reference }),
    },
    mailer: { send: async () => undefined },
    apiUrl: 'https://shop.example/api',
    runs: () => runs,
    carts: () => checkoutCarts,
    warn: () => undefined,
    now,
  });
  /** Every parcel arrives. */
  async function shipmentOrchestrator({ customerId, orderId, warehouse }: ShipmentRun) {
    const shipment = { shipmentId: 'shp_1', warehouse, state: 'delivered' } as const;
    await orders.update(customerId, orderId, (order) => recordShipment(order, shipment, placedAt));
    return accepted({ shipmentId: 'shp_1' });
  }
  const stockHandlers = ['reserve', 'release', 'commit', 'restock'].map((operation) => [
    `stock.${operation}`,
    (input: unknown, sku: string) => call(() => state.stockOf(sku).run(operation, input)),
  ]);
  const activityHandlers = Object.entries(activities).map(([name, activity]) => [
    name,
    (input: never) => activity(input, undefined),
  ]);
  const handlers: Handlers = Object.fromEntries(
    [...stockHandlers, ...activityHandlers, ['shipmentOrchestrator', shipmentOrchestrator]].map(([name, handler]) => [
      name,
      // What a killed process has caught must not look like an answer.
      async (input: never, target: string) => {
        const answer = await (handler as Handlers[string])(input, target);
        mustLive();
        return answer;
      },
    ]),
  );
  const hub = makeMiniHub(state.hub, { orderOrchestrator }, handlers);
  const failures: unknown[] = [];
  const work = () => {
    hub.work().catch((error) => {
      if (!(error instanceof Killed)) failures.push(error);
    });
  };

  const services = { carts: checkoutCarts, stock: { available: async (skus: string[]) => full(skus) }, runs };
  const launchOrder = makeLaunchOrder({ orders, launches, policy, now });
  const placeOrder = makePlaceOrder({ orders, launches, products: { find: products }, launchOrder, now, sleep });
  work();
  return {
    carts,
    orders,
    failures,
    placeOrder: (request: Parameters<typeof placeOrder>[0]) => placeOrder(request, services),
    mergeGuestCart: (guest: string, account: string) => mergeGuestCart(carts, guest, account),
    sweep: () => launchOrder.launchStalled(services),
    finish: () => hub.work(),
    kill: () => {
      isAlive = false;
    },
  };
}

function documentsOf(
  { documents }: ShopState,
  call: <T>(act: () => T) => Promise<T>,
): Pick<CartDocuments, 'read' | 'write'> {
  return {
    read: (customerId) => call(() => documents.get(customerId)),
    write: (customerId, written, etag) =>
      call(() => {
        const known = documents.get(customerId);
        if (known?.etag !== etag) return false;
        documents.set(customerId, { ...written, etag: String(Number(etag ?? 0) + 1) });
        return true;
      }),
  };
}

async function products(skus: string[]) {
  return skus.map((sku) => ({ sku, name: sku, price: euros(unitPrice), warehouse: 'north' }));
}

function full(skus: string[]): Map<string, number> {
  return new Map(skus.map((sku) => [sku, stockOfEach]));
}
