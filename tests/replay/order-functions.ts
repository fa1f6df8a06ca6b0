// Registers the app's own orchestrators and activities of orders for a task hub. What they meet outside (payments, carrier, mails)
// and which orders they see is up to the test.

import type { Carrier } from '../../src/orders/ports/carrier';
import type { OrderStore } from '../../src/orders/ports/order-store';
import type { Payments } from '../../src/orders/ports/payments';
import type { OrderRuns } from '../../src/orders/saga/runs';
import type { Orchestrator } from '../../src/shared/durable/orchestrator-versions';
import type { Mailer } from '../../src/shared/mail/mail';
import { makeFakeOrderShop } from '../helpers/fake-order-shop';
import type { AppUnderTest } from '../localhost/taskhub/app-under-test';

export interface OrderFunctions {
  /** The orders of the shop that is open now. */
  orders: () => Pick<OrderStore, 'find' | 'essentials' | 'update'>;
  payments: Payments;
  returnUrlOf: (orderId: string) => string;
  carrier: Carrier;
  mailer: Mailer;
  ownerEmail?: string;
  runs: () => OrderRuns;
  /** Orchestrators that take the place of the app's own, if any; asked at each run. */
  replaced?: () => { order?: Orchestrator<unknown> | undefined; shipment?: Orchestrator<unknown> | undefined };
  /** Runs an activity; a test can hold or fail it. */
  around?: (name: string, run: () => Promise<unknown>) => Promise<unknown>;
}

export function registerOrderFunctions({ df }: AppUnderTest, functions: OrderFunctions): void {
  const own = loadOrchestrators();
  const replaced: Required<OrderFunctions>['replaced'] = functions.replaced ?? (() => ({}));
  df.app.orchestration('orderOrchestrator', (context) => (replaced().order ?? own.order)(context));
  df.app.orchestration('shipmentOrchestrator', (context) => (replaced().shipment ?? own.shipment)(context));
  df.app.orchestration('refundOrchestrator', own.refund);
  df.app.orchestration('resolutionOrchestrator', own.resolution);
  const { around = (_name: string, run: () => Promise<unknown>) => run() } = functions;
  for (const [name, handler] of Object.entries(activitiesWith(functions))) {
    const run = (input: unknown, context: unknown) => around(name, async () => handler(input as never, context));
    df.app.activity(name, { handler: run });
  }
}

/** Loaded now, not at the top of the file: the library must meet the worker's core module first. */
function loadOrchestrators() {
  const { orderOrchestrator: order } =
    require('../../src/orders/saga/order-orchestrator') as typeof import('../../src/orders/saga/order-orchestrator');
  const { shipmentOrchestrator: shipment } =
    require('../../src/orders/saga/shipment-orchestrator') as typeof import('../../src/orders/saga/shipment-orchestrator');
  const { refundOrchestrator: refund } =
    require('../../src/orders/saga/refund-orchestrator') as typeof import('../../src/orders/saga/refund-orchestrator');
  const { resolutionOrchestrator: resolution } =
    require('../../src/orders/saga/resolution-orchestrator') as typeof import('../../src/orders/saga/resolution-orchestrator');
  return { order, shipment, refund, resolution };
}

function activitiesWith({ orders, payments, returnUrlOf, carrier, mailer, ownerEmail, runs }: OrderFunctions) {
  const { makeOrderActivities } =
    require('../../src/orders/saga/activities') as typeof import('../../src/orders/saga/activities');
  const shop = makeFakeOrderShop();
  return makeOrderActivities<unknown>({
    orders: {
      ...shop.orders,
      find: (...args) => orders().find(...args),
      essentials: (...args) => orders().essentials(...args),
      update: (...args) => orders().update(...args),
    },
    payments,
    returnUrlOf,
    carrier,
    mailer,
    ...(ownerEmail !== undefined && { ownerEmail }),
    apiUrl: 'https://shop.example/api',
    runs,
    carts: () => shop.services.carts,
    warn: () => undefined,
    now: () => new Date(),
  });
}
