// In-memory dependencies of the order handlers: a clock, a cart per customer, and a record of what was started.

import type { InvocationContext } from '@azure/functions';
import { makeDecisionHandlers } from '../../src/orders/http/decision-handlers';
import { makePlacingHandlers } from '../../src/orders/http/placing-handlers';
import { makeReadingHandlers } from '../../src/orders/http/reading-handlers';
import { makeShippingHandlers } from '../../src/orders/http/shipping-handlers';
import { makeWatchOrder } from '../../src/orders/http/watch-order';
import { type InvocationServices, makeLaunchOrder } from '../../src/orders/placing/launch-order';
import { makePlaceOrder } from '../../src/orders/placing/place-order';
import type { Line, ProductSummary } from '../../src/shared/contracts';
import { testRoutes } from './customer-routes';
import { makeFakeLaunches, makeFakeOrderStore } from './fake-orders';
import { euros, placedAt, policy } from './order-builders';

export const webhookSecret = 'w'.repeat(32);

export function makeFakeOrderShop() {
  const clock = { now: Date.parse(placedAt) };
  const now = () => new Date(clock.now);
  const orders = makeFakeOrderStore();
  const launches = makeFakeLaunches(now);
  const carts = new Map<string, Line[]>();
  const started: string[] = [];
  const emptied: string[] = [];
  const raised: string[] = [];
  const products: ProductSummary[] = [
    { sku: 'oak', name: 'The oak', price: euros(1250), warehouse: 'north' },
    { sku: 'elm', name: 'The elm', price: euros(300), warehouse: 'south' },
  ];
  /** Available units by sku. */
  const available = new Map([
    ['oak', 100],
    ['elm', 100],
  ]);
  /** Operations that throw: `start`, `empty`. */
  const broken = new Set<string>();
  const demand = (part: string) => {
    if (broken.has(part)) throw new Error(`${part} does not work`);
  };

  const services: InvocationServices = {
    carts: {
      read: async (customerId) => carts.get(customerId) ?? [],
      async empty(customerId, commandId) {
        demand('empty');
        if (emptied.includes(commandId)) return;
        emptied.push(commandId);
        carts.delete(customerId);
      },
    },
    stock: { available: async () => available },
    runs: {
      async start({ orderId }) {
        demand('start');
        if (!started.includes(orderId)) started.push(orderId);
      },
      async raiseShipmentEvent(reference, event) {
        raised.push(`${event} ${reference}`);
        return started.some((orderId) => reference.startsWith(orderId));
      },
      async startRefund({ orderId }) {
        demand('startRefund');
        if (!started.includes(`refund:${orderId}`)) started.push(`refund:${orderId}`);
      },
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
  const placeOrder = makePlaceOrder({ orders, launches, products: catalog, launchOrder, now });
  const sleep = async (ms: number) => {
    clock.now += ms;
  };
  const common = { ...testRoutes(), orders, launchOrder, services: (_context: InvocationContext) => services, now };
  const watchOrder = makeWatchOrder({ orders, now, sleep });
  const handlers = {
    ...makePlacingHandlers({ ...common, placeOrder }),
    ...makeReadingHandlers({ ...common, watchOrder }),
    ...makeShippingHandlers({ runs: () => services.runs, webhookSecret, now }),
    ...makeDecisionHandlers({ ...common, launches }),
  };
  return {
    clock,
    orders,
    launches,
    carts,
    started,
    emptied,
    raised,
    products,
    available,
    broken,
    services,
    launchOrder,
    placeOrder,
    handlers,
  };
}

export type FakeOrderShop = ReturnType<typeof makeFakeOrderShop>;
