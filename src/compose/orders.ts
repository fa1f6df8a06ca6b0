// What orders are made of: who takes the money, who sends the parcels, and the orchestrations in which an order lives.

import { setTimeout as sleep } from 'node:timers/promises';
import type { InvocationContext } from '@azure/functions';
import { durableClientOf } from '../adapters/durable/durable-client-of';
import { makeDurableOrderRuns } from '../adapters/durable/durable-order-runs';
import { makeSandboxCarrier } from '../adapters/sandbox/sandbox-carrier';
import { makeSandboxCarrierReports } from '../adapters/sandbox/sandbox-carrier-reports';
import { makeSandboxPayments } from '../adapters/sandbox/sandbox-payments';
import { makeSandboxTracking } from '../adapters/sandbox/sandbox-tracking';
import { makeTableShipmentLedger } from '../adapters/sandbox/table-shipment-ledger';
import { makeTableOrderLaunches } from '../adapters/storage/table-order-launches';
import { makeStripeClient } from '../adapters/stripe/stripe-client';
import { makeStripePayments } from '../adapters/stripe/stripe-payments';
import { makeStripeReports } from '../adapters/stripe/stripe-reports';
import { makeDecisionHandlers } from '../orders/http/decision-handlers';
import { makeOrderHandlers } from '../orders/http/handlers';
import { makeOwnerHandlers } from '../orders/http/owner-handlers';
import { makePaymentHandlers } from '../orders/http/payment-handlers';
import { makeWatchOrder } from '../orders/http/watch-order';
import { makeLaunchOrder } from '../orders/placing/launch-order';
import { makePlaceOrder } from '../orders/placing/place-order';
import { makeOrderActivities } from '../orders/saga/activities';
import { orderOrchestrator } from '../orders/saga/order-orchestrator';
import { refundOrchestrator } from '../orders/saga/refund-orchestrator';
import { shipmentOrchestrator } from '../orders/saga/shipment-orchestrator';
import { makeCartReader } from './cart-reader';
import { makeFaultPoints } from './fault-points';
import * as ground from './ground';

const { config, storage, customers, products, allOrders, now } = ground;

const stripe = config.payments.provider === 'stripe' && {
  client: makeStripeClient(config.payments),
  webhookSecret: config.payments.webhookSecret,
};
const parcels = {
  ledger: makeTableShipmentLedger(storage),
  tracking: makeSandboxTracking({ storage, ...config.carrier, now }),
  now,
};

// In crash tests the process dies after any of these steps.
const withFaultPoints = makeFaultPoints(config.faultPoints);
const orderStore = withFaultPoints(ground.orderStore);
const payments = withFaultPoints(
  stripe ? makeStripePayments(stripe.client, now) : makeSandboxPayments({ storage, now, sleep }),
  'payments.',
);
const carrier = withFaultPoints(makeSandboxCarrier(parcels), 'carrier.');
const mailer = withFaultPoints(ground.mailer, 'mailer.');
const runsOf = (context: InvocationContext) => withFaultPoints(makeDurableOrderRuns(durableClientOf(context)));
const activities = withFaultPoints(
  makeOrderActivities({
    orders: orderStore,
    payments,
    carrier,
    mailer,
    ownerEmail: config.orders.ownerEmail,
    runs: runsOf,
    warn: (context: InvocationContext, message, cause) => context.warn(message, cause),
    now,
  }),
);

const launches = makeTableOrderLaunches(storage, now);
const launchOrder = makeLaunchOrder({ orders: orderStore, launches, policy: config.orders, now });
const servicesOf = (context: InvocationContext) => ({
  carts: makeCartReader(ground.cartsOf(context)),
  stock: ground.stockAtCheckout(context),
  runs: runsOf(context),
});

export const orders = {
  ...makeOrderHandlers({
    ...customers,
    orders: orderStore,
    placeOrder: makePlaceOrder({ orders: orderStore, launches, products, launchOrder, now }),
    launchOrder,
    watchOrder: makeWatchOrder({ orders: orderStore, now, sleep }),
    services: servicesOf,
    webhookSecret: config.carrier.webhookSecret,
    now,
  }),
  ...makeDecisionHandlers({ ...customers, orders: orderStore, launches, launchOrder, services: servicesOf, now }),
  ...makePaymentHandlers({
    reports: stripe ? makeStripeReports({ stripe: stripe.client, ...stripe, now }) : undefined,
    orders: orderStore,
    runs: runsOf,
  }),
  ...makeOwnerHandlers({ allOrders }),
  sandboxCarrierReports: makeSandboxCarrierReports({ ...parcels, ...config.carrier, fetch }),
  activities,
  orderOrchestrator,
  shipmentOrchestrator,
  refundOrchestrator,
};
