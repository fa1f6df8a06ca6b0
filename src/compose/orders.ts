// Composes orders: payment provider, carrier, handlers, orchestrators and activities.

import { setTimeout as sleep } from 'node:timers/promises';
import type { InvocationContext } from '@azure/functions';
import { durableClientOf } from '../adapters/durable/durable-client-of';
import { makeDurableOrderRuns } from '../adapters/durable/durable-order-runs';
import { makeSandboxCarrier } from '../adapters/sandbox/sandbox-carrier';
import { makeSandboxCarrierReports } from '../adapters/sandbox/sandbox-carrier-reports';
import { makeSandboxConfirmations } from '../adapters/sandbox/sandbox-confirmations';
import { makeSandboxPayments } from '../adapters/sandbox/sandbox-payments';
import { makeSandboxReferences } from '../adapters/sandbox/sandbox-references';
import { makeSandboxTracking } from '../adapters/sandbox/sandbox-tracking';
import { makeManualCarrier } from '../adapters/storage/manual-carrier';
import { makeRepairOrderIndex } from '../adapters/storage/repair-order-index';
import { makeShipmentBooks } from '../adapters/storage/shipment-books';
import { makeTableOrderLaunches } from '../adapters/storage/table-order-launches';
import { makeTableShipmentLedger } from '../adapters/storage/table-shipment-ledger';
import { makeStripeClient } from '../adapters/stripe/stripe-client';
import { makeStripePayments } from '../adapters/stripe/stripe-payments';
import { makeStripeReports } from '../adapters/stripe/stripe-reports';
import { makeConfirmationHandlers } from '../orders/http/confirmation-handlers';
import { makeDecisionHandlers } from '../orders/http/decision-handlers';
import { makeFiguresHandlers } from '../orders/http/figures-handlers';
import { makeOwnerHandlers } from '../orders/http/owner-handlers';
import { makeParcelHandlers } from '../orders/http/parcel-handlers';
import { makePaymentHandlers } from '../orders/http/payment-handlers';
import { makePlacingHandlers } from '../orders/http/placing-handlers';
import { makeReadableOrders } from '../orders/http/readable-orders';
import { makeReadingHandlers } from '../orders/http/reading-handlers';
import { makeRefundHandlers } from '../orders/http/refund-handlers';
import { makeShippingHandlers } from '../orders/http/shipping-handlers';
import { makeWatchOrder } from '../orders/http/watch-order';
import { makeAnnounceOrder } from '../orders/order-changes';
import { makeOrderLinks, makeReturnUrlOf } from '../orders/order-links';
import { makeLaunchOrder } from '../orders/placing/launch-order';
import { makePlaceOrder } from '../orders/placing/place-order';
import { makeOrderActivities } from '../orders/saga/activities';
import { orderOrchestrator } from '../orders/saga/order-orchestrator';
import { refundOrchestrator } from '../orders/saga/refund-orchestrator';
import { resolutionOrchestrator } from '../orders/saga/resolution-orchestrator';
import { shipmentOrchestrator } from '../orders/saga/shipment-orchestrator';
import { makeCheckoutCarts } from './checkout-carts';
import { makeFaultPoints } from './fault-points';
import * as ground from './ground';
import { announcements } from './webhooks';

const { config, storage, customers, products, allOrders, now, warn } = ground;

const stripe = config.payments.provider === 'stripe' && {
  client: makeStripeClient(config.payments),
  webhookSecret: config.payments.webhookSecret,
};
const parcels = {
  ledger: makeTableShipmentLedger(storage),
  tracking: makeSandboxTracking({ storage, ...config.carrier, now }),
  now,
};
const books = makeShipmentBooks(parcels);

// Crash tests can kill the process after each of these steps.
const withFaultPoints = makeFaultPoints(config.faultPoints);
const orderStore = withFaultPoints(ground.orderStore);
const references = makeSandboxReferences({ ...config.sessions, shopUrl: config.orders.shopUrl });
const payments = withFaultPoints(
  stripe ? makeStripePayments(stripe.client, now) : makeSandboxPayments({ storage, now, sleep, references }),
  'payments.',
);
const confirmations = stripe
  ? undefined
  : withFaultPoints(makeSandboxConfirmations({ storage, references, now }), 'confirmations.');
const returnUrlOf = makeReturnUrlOf(config.orders.shopUrl);
const carrier = withFaultPoints(
  config.carrier.provider === 'manual' ? makeManualCarrier(books) : makeSandboxCarrier({ books, ...parcels }),
  'carrier.',
);
const mailer = withFaultPoints(ground.mailer, 'mailer.');
const runsOf = (context: InvocationContext) => withFaultPoints(makeDurableOrderRuns(durableClientOf(context)));
const cartsOf = (context: InvocationContext) => withFaultPoints(makeCheckoutCarts(ground.cartsOf(context)), 'carts.');
const links = makeOrderLinks({ ...config.sessions, shopUrl: config.orders.shopUrl });
const launches = withFaultPoints(makeTableOrderLaunches(storage, now), 'launches.');
const telling = announcements && {
  announcements,
  announce: makeAnnounceOrder({ announcements, launches, warn, now }),
};
const activities = withFaultPoints(
  makeOrderActivities({
    linkTo: links.linkTo,
    orders: orderStore,
    payments,
    returnUrlOf,
    carrier,
    mailer,
    ownerEmail: config.orders.ownerEmail,
    apiUrl: config.orders.apiUrl,
    runs: runsOf,
    carts: cartsOf,
    ...telling,
    warn: (context: InvocationContext, message, cause) => context.warn(message, cause),
    now,
  }),
);

const launchOrder = makeLaunchOrder({ orders: orderStore, launches, ...telling, policy: config.orders, now });
const servicesOf = (context: InvocationContext) => ({
  carts: cartsOf(context),
  stock: ground.stockAtCheckout(context),
  runs: runsOf(context),
});

const readable = makeReadableOrders({ orders: orderStore, accounts: ground.accounts, links });

export const orders = {
  ...makePlacingHandlers({
    ...customers,
    placeOrder: makePlaceOrder({ orders: orderStore, launches, products, launchOrder, now, sleep }),
    launchOrder,
    services: servicesOf,
  }),
  ...makeReadingHandlers({
    ...customers,
    readable,
    watchOrder: makeWatchOrder({ orders: orderStore, now, sleep }),
  }),
  ...makeDecisionHandlers({ ...customers, orders: orderStore, readable, links, services: servicesOf, now }),
  ...makeRefundHandlers({ orders: orderStore, launches, launchOrder, services: servicesOf, now }),
  ...makeShippingHandlers({
    orders: orderStore,
    books,
    runs: runsOf,
    webhookSecret: config.carrier.webhookSecret,
    now,
  }),
  ...makePaymentHandlers({
    reports: stripe ? makeStripeReports({ stripe: stripe.client, ...stripe, now }) : undefined,
    orders: orderStore,
    runs: runsOf,
  }),
  ...makeConfirmationHandlers({ confirmations, returnUrlOf, runs: runsOf, now }),
  ...makeFiguresHandlers({ allOrders, now }),
  ...makeParcelHandlers({ allOrders, orders: orderStore }),
  ...makeOwnerHandlers({ allOrders, orders: orderStore, ...config.orders, now }),
  writeOrderIndex: () => ground.orderIndex.flush(),
  repairOrderIndex: makeRepairOrderIndex({ storage, orders: orderStore, index: ground.orderIndex, now }),
  sandboxCarrierReports: makeSandboxCarrierReports({ ...parcels, ...config.carrier, fetch }),
  activities,
  orderOrchestrator,
  shipmentOrchestrator,
  refundOrchestrator,
  resolutionOrchestrator,
};
