// In-memory dependencies of the order handlers: a clock, a cart per customer, and a record of what was started.

import type { InvocationContext } from '@azure/functions';
import { makeManualCarrier } from '../../src/adapters/storage/manual-carrier';
import { makeShipmentBooks } from '../../src/adapters/storage/shipment-books';
import { makeCheckoutCarts } from '../../src/compose/checkout-carts';
import { makeDecisionHandlers } from '../../src/orders/http/decision-handlers';
import { makePlacingHandlers } from '../../src/orders/http/placing-handlers';
import { makeReadableOrders } from '../../src/orders/http/readable-orders';
import { makeReadingHandlers } from '../../src/orders/http/reading-handlers';
import { makeRefundHandlers } from '../../src/orders/http/refund-handlers';
import { makeShippingHandlers } from '../../src/orders/http/shipping-handlers';
import { makeWatchOrder } from '../../src/orders/http/watch-order';
import { makeOrderLinks } from '../../src/orders/order-links';
import { type InvocationServices, makeLaunchOrder } from '../../src/orders/placing/launch-order';
import { makePlaceOrder } from '../../src/orders/placing/place-order';
import type { Accounts } from '../../src/orders/ports/accounts';
import type { ProductSummary } from '../../src/shared/contracts';
import type { CustomerRoutesOptions } from '../../src/shared/http/customer-route';
import { testRoutes, testSecret } from './customer-routes';
import { makeFakeAccounts, makeFakeLaunches, makeFakeOrderStore } from './fake-orders';
import { makeMemoryCartStore } from './memory-cart-store';
import { makeMemoryShipmentLedger } from './memory-shipment-ledger';
import { euros, placedAt, policy } from './order-builders';

export const webhookSecret = 'w'.repeat(32);

/** @param routes who is calling; by default only guests. */
export function makeFakeOrderShop(routes: (accounts: Accounts) => Partial<CustomerRoutesOptions> = () => ({})) {
  const clock = { now: Date.parse(placedAt) };
  const now = () => new Date(clock.now);
  const orders = makeFakeOrderStore();
  const launches = makeFakeLaunches(now);
  const carts = makeMemoryCartStore(() => clock.now);
  const checkoutCarts = makeCheckoutCarts(carts);
  const accounts = makeFakeAccounts();
  const started: string[] = [];
  const raised: string[] = [];
  /** The data of the events for parcels. */
  const raisedData: object[] = [];
  /** Instance ids of orchestrations that have ended. */
  const over = new Set<string>();
  const products: ProductSummary[] = [
    { sku: 'oak', name: 'The oak', price: euros(1250), warehouse: 'north' },
    { sku: 'elm', name: 'The elm', price: euros(300), warehouse: 'south' },
  ];
  /** Available units by sku. */
  const available = new Map([
    ['oak', 100],
    ['elm', 100],
  ]);
  /** Made to throw by a test: `take`, `start`. */
  const broken = new Set<string>();
  const demand = (part: string) => {
    if (broken.has(part)) throw new Error(`${part} does not work`);
  };

  const services: InvocationServices = {
    carts: {
      ...checkoutCarts,
      async take(...wish) {
        demand('take');
        return checkoutCarts.take(...wish);
      },
    },
    stock: { available: async () => available },
    runs: {
      async start({ orderId }) {
        demand('start');
        if (!started.includes(orderId)) started.push(orderId);
      },
      async raiseShipmentEvent(reference, event, data) {
        demand('raiseShipmentEvent');
        raised.push(`${event} ${reference}`);
        raisedData.push(data);
        return started.some((orderId) => reference.startsWith(orderId));
      },
      async startRefund(_run, instanceId) {
        demand('startRefund');
        if (!started.includes(instanceId)) started.push(instanceId);
      },
      async startResolution({ orderId, number }) {
        demand('startResolution');
        const instanceId = `${orderId}:resolution:${number}`;
        if (!started.includes(instanceId)) started.push(instanceId);
      },
      isOver: async (instanceId) => over.has(instanceId),
      async raiseOrderEvent(orderId, event) {
        demand('raiseOrderEvent');
        raised.push(`${event} ${orderId}`);
        return started.includes(orderId);
      },
      customerOf: async () => undefined,
    },
  };
  const launchOrder = makeLaunchOrder({ orders, launches, policy, now });
  const catalog = { find: async (skus: string[]) => products.filter(({ sku }) => skus.includes(sku)) };
  const sleep = async (ms: number) => {
    clock.now += ms;
  };
  const placeOrder = makePlaceOrder({ orders, launches, products: catalog, launchOrder, now, sleep });
  const common = {
    ...testRoutes(routes(accounts)),
    orders,
    launchOrder,
    services: (_context: InvocationContext) => services,
    now,
  };
  const watchOrder = makeWatchOrder({ orders, now, sleep });
  const links = makeOrderLinks({ secret: testSecret, shopUrl: 'https://shop.example' });
  const readable = makeReadableOrders({ orders, accounts, links });
  const books = makeShipmentBooks({ ledger: makeMemoryShipmentLedger(), now });
  const carrier = makeManualCarrier(books);
  const handlers = {
    ...makePlacingHandlers({ ...common, placeOrder }),
    ...makeReadingHandlers({ ...common, readable, watchOrder }),
    ...makeShippingHandlers({ orders, books, runs: () => services.runs, webhookSecret, now }),
    ...makeDecisionHandlers({ ...common, readable, links }),
    ...makeRefundHandlers({ ...common, launches }),
  };
  return {
    clock,
    orders,
    launches,
    carts,
    started,
    raised,
    raisedData,
    over,
    products,
    available,
    broken,
    services,
    launchOrder,
    placeOrder,
    links,
    accounts,
    /** Worked by the owner. */
    carrier,
    handlers,
  };
}

export type FakeOrderShop = ReturnType<typeof makeFakeOrderShop>;
