// The orchestrators of orders on a real task hub, with a payment provider, a carrier and a stock that keep books by the app's own
// rules. A gate holds a step just before or after it acts, so that a test decides what comes first.

import { type ConfirmationAnswer, decisionIn, nextAnswer } from '../../src/adapters/sandbox/sandbox-confirmation-rules';
import { nextStep, type PaymentBooks, type PaymentOperation } from '../../src/adapters/sandbox/sandbox-payment-rules';
import type { Order } from '../../src/orders/order';
import { requestCancellation } from '../../src/orders/order-decisions';
import { makeLaunchOrder } from '../../src/orders/placing/launch-order';
import type { Carrier } from '../../src/orders/ports/carrier';
import type { Payment, Payments } from '../../src/orders/ports/payments';
import { type RefundWish, requestRefund } from '../../src/orders/refunds';
import { type ResolutionWish, resolveOrder } from '../../src/orders/resolutions';
import type { OrderPolicy } from '../../src/orders/saga/order-run';
import type { OrderRuns } from '../../src/orders/saga/runs';
import type { Money } from '../../src/shared/money';
import { accepted, refused } from '../../src/shared/result';
import type { Stock } from '../../src/stock/stock';
import { makeFakeOrderShop } from '../helpers/fake-order-shop';
import { makeFakeLaunches, makeFakeOrderStore } from '../helpers/fake-orders';
import { orderId, policy } from '../helpers/order-builders';
import { type AppUnderTest, loadAppUnderTest } from '../localhost/taskhub/app-under-test';
import { type Hub, openHub, until } from '../localhost/taskhub/hub';
import { registerOrderFunctions } from './order-functions';

type ParcelState = 'created' | 'dispatched' | 'delivered' | 'cancelled';

interface World {
  hub: Hub;
  orders: ReturnType<typeof makeFakeOrderStore>;
  books: PaymentBooks;
  parcels: Map<string, ParcelState>;
  /** Warehouses whose parcels the carrier refuses. */
  closed: Set<string>;
  /** Steps that wait, such as `before createShipment`; and those that fail for good, such as `refundPayment`. */
  gates: Map<string, Promise<void>>;
  broken: Set<string>;
  /** Steps that have come to a gate. */
  met: Set<string>;
}

const stockOf = 100;

/** Loads the orchestrators once for a test file; each shop that is opened has a hub and books of its own. */
export function loadTradingShop() {
  const app = loadAppUnderTest();
  let world: World;
  register(app, () => world);
  return async (order: Order, version = '1.1', changes: Partial<OrderPolicy> = {}) => {
    const orders = makeFakeOrderStore();
    const hub = openHub(app, { settings: { defaultVersion: version } });
    const state = { books: { entries: [], faults: [] }, parcels: new Map(), closed: new Set<string>() };
    world = { hub, orders, ...state, gates: new Map(), broken: new Set(), met: new Set() };
    await orders.insert(order);
    for (const { sku } of order.lines) {
      const input = { commandId: 'first', adjustment: { delta: stockOf, reason: 'first' } };
      await hub.signal('stock', sku, 'adjust', input);
      await hub.entity('stock', sku, (entity) => (entity as { stock?: Stock } | null)?.stock?.onHand === stockOf);
    }
    return shopIn(world, order, { ...policy, ...changes });
  };
}

export type TradingShop = Awaited<ReturnType<ReturnType<typeof loadTradingShop>>>;

function shopIn(world: World, { customerId }: Order, rules: OrderPolicy) {
  const { hub, orders, parcels } = world;
  const now = () => new Date();
  const launches = makeFakeLaunches(now);
  const services = { ...makeFakeOrderShop().services, runs: runsOn(hub) };
  const launchOrder = makeLaunchOrder({ orders, launches, policy: rules, now });
  const stored = async () => (await orders.find(customerId, orderId)) as Order;
  const change = (apply: (order: Order) => Order) => orders.update(customerId, orderId, apply);
  const report = async (warehouse: string, state: 'dispatched' | 'delivered') => {
    const reference = `${orderId}:${warehouse}`;
    parcels.set(reference, state);
    const event = state === 'dispatched' ? 'ShipmentDispatched' : 'ShipmentDelivered';
    await hub.raise(reference, event, { at: now().toISOString(), shipmentId: `shp ${reference}` });
    const known = ({ warehouse: one, state: reached }: Order['shipments'][number]) =>
      one === warehouse && (reached === state || reached === 'delivered');
    await until(stored, (order) => order.shipments.some(known));
  };

  return {
    world,
    stored,
    start: async () => launchOrder.launch(await stored(), services),
    /** Until the record says so. */
    reach: (wanted: Order['state']) => until(stored, ({ state }) => state === wanted),
    created: (warehouse: string) =>
      until(stored, (order) => order.shipments.some((one) => one.warehouse === warehouse)),
    /** What the customer says at the provider, and the provider's report of it. */
    answer(answer: ConfirmationAnswer): void {
      const next = nextAnswer(world.books, answer, now().toISOString());
      if ('entry' in next) world.books = { ...world.books, entries: [...world.books.entries, next.entry] };
    },
    reportPayment: () => hub.raise(orderId, 'PaymentReported', { at: now().toISOString() }),
    /** As the route does: into the record first, then the event, unless the process dies in between. */
    async cancel(isRaised = true): Promise<void> {
      await change((order) => requestCancellation(order, now().toISOString()));
      if (isRaised) await hub.raise(orderId, 'CancelRequested', { at: now().toISOString() });
    },
    dispatch: (warehouse: string) => report(warehouse, 'dispatched'),
    deliver: (warehouse: string) => report(warehouse, 'delivered'),
    async refund(wish: Partial<RefundWish> = {}) {
      const whole = { restock: true, reason: 'test', at: now().toISOString(), ...wish };
      await launchOrder.refund(await change((order) => requestRefund(order, whole)), services);
    },
    async resolve(wish: Pick<ResolutionWish, 'resolution' | 'reason'>) {
      const order = await change((known) => resolveOrder(known, { ...wish, at: now().toISOString() }));
      await launchOrder.resolution(order, services);
    },
    ended: async (instanceId: string) => (await hub.settled(instanceId)).output as { state: string },
    /** Holds a step until the returned function is called. */
    hold(step: string): () => void {
      let open: () => void = () => undefined;
      world.gates.set(
        step,
        new Promise((resolve) => {
          open = () => {
            world.gates.delete(step);
            resolve();
          };
        }),
      );
      return open;
    },
    met: (step: string) => until(() => world.met.has(step), Boolean),
    money: () => moneyIn(world.books),
    /** Units of each product that are sold. */
    async sold(sku: string): Promise<number> {
      const { stock } = (await hub.entity('stock', sku, Boolean)) as { stock: Stock };
      if (stock.onHand + stock.sold !== stockOf) throw new Error(`${sku}: units were made or lost.`);
      return stock.sold;
    },
  };
}

function moneyIn({ entries }: PaymentBooks) {
  const moved = (kind: PaymentOperation) =>
    entries.flatMap((entry) => (entry.kind === kind && entry.outcome === 'accepted' ? [entry.amount] : []));
  const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
  return { captured: sum(moved('capture')), refunded: sum(moved('refund')) };
}

/** What is authorized, and neither captured nor released. */
export function heldIn({ entries }: PaymentBooks): number {
  const has = (kind: PaymentOperation) => entries.some((entry) => entry.kind === kind && entry.outcome === 'accepted');
  if (has('capture') || has('void')) return 0;
  return entries.find(({ kind, outcome }) => kind === 'authorize' && outcome === 'accepted')?.amount ?? 0;
}

function runsOn(hub: Hub): OrderRuns {
  const begin = async (name: string, run: object, instanceId: string) => void (await hub.begin(name, run, instanceId));
  const raise = async (instanceId: string, event: string, data: object) => {
    const { status } = await hub.request('GET', `instances/${encodeURIComponent(instanceId)}`);
    if (status !== 404) await hub.raise(instanceId, event, data);
    return status !== 404;
  };
  return {
    start: (run) => begin('orderOrchestrator', run, run.orderId),
    startRefund: (run, instanceId) => begin('refundOrchestrator', run, instanceId),
    startResolution: (run) => begin('resolutionOrchestrator', run, `${run.orderId}:resolution:${run.number}`),
    raiseOrderEvent: raise,
    raiseShipmentEvent: raise,
    customerOf: async () => undefined,
    isOver: async () => false,
  };
}

function register(app: AppUnderTest, current: () => World): void {
  registerOrderFunctions(app, {
    orders: () => current().orders,
    payments: bookedPayments(current),
    returnUrlOf: () => 'https://shop.example/',
    carrier: bookedCarrier(current),
    mailer: { send: async () => undefined },
    runs: () => runsOn(current().hub),
    async around(name, run) {
      await gate(current(), `before ${name}`);
      const result = await run();
      await gate(current(), `after ${name}`);
      return result;
    },
  });
  // Loaded now, as the orchestrators are.
  const { stockEntity } = require('../../src/stock/stock-entity') as typeof import('../../src/stock/stock-entity');
  app.df.app.entity('stock', stockEntity);
}

async function gate({ gates, met, broken }: World, step: string): Promise<void> {
  met.add(step);
  await gates.get(step);
  if (broken.has(step)) throw new Error(`${step}: no connection`);
}

function bookedPayments(current: () => World): Payments {
  const step =
    (kind: PaymentOperation, mayAsk = false) =>
    async (payment: Payment, idempotencyKey: string, part?: Money) => {
      const world = current();
      const how = { idempotencyKey, at: new Date().toISOString(), freshId: 'pay_1', mayAsk };
      const next = nextStep(kind, { ...payment, part }, world.books, how);
      if ('faultAt' in next) throw new Error('a fault');
      if ('entry' in next) world.books = { ...world.books, entries: [...world.books.entries, next.entry] };
      const { outcome, amount, paymentId, detail } = 'known' in next ? next.known : next.entry;
      return outcome === 'accepted' ? accepted({ paymentId, amount }) : refused(outcome, detail);
    };
  const action = { type: 'redirect', url: 'https://bank.example/' } as const;
  return {
    async authorize(payment, key, returnUrl) {
      if (payment.token !== 'tok_requires_action' || returnUrl === undefined) return step('authorize')(payment, key);
      await step('authorize', true)(payment, key);
      return accepted({ paymentId: 'pay_1', amount: 0, action });
    },
    async authorization() {
      const decision = decisionIn(current().books);
      if (!decision) return accepted({ paymentId: 'pay_1', amount: 0, action });
      const { kind, outcome, amount, paymentId, detail } = decision;
      if (kind === 'void') return refused('PAYMENT.NOT_AUTHORIZED', 'voided');
      return outcome === 'accepted' ? accepted({ paymentId, amount }) : refused(outcome, detail);
    },
    capture: step('capture'),
    void: step('void'),
    refund: step('refund'),
  };
}

function bookedCarrier(current: () => World): Carrier {
  return {
    async createShipment({ reference }) {
      const { parcels, closed } = current();
      await gate(current(), `before the carrier has ${reference.split(':')[1]}`);
      const state = parcels.get(reference) ?? 'created';
      if (closed.has(reference.split(':')[1] ?? '') || state === 'cancelled') {
        return refused('SHIPMENT.REFUSED', 'no');
      }
      parcels.set(reference, state);
      await gate(current(), `after the carrier has ${reference.split(':')[1]}`);
      return accepted({ shipmentId: `shp ${reference}` });
    },
    async cancelShipment(_orderId, reference) {
      const { parcels } = current();
      const state = parcels.get(reference) ?? 'cancelled';
      if (state === 'dispatched' || state === 'delivered') return refused('SHIPMENT.DISPATCHED', 'on its way');
      parcels.set(reference, 'cancelled');
      return accepted({ reference });
    },
  };
}
