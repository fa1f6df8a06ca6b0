// The composition root: config → adapters → handlers. With poison-queues, the only file that knows both sides.

import { setTimeout as sleep } from 'node:timers/promises';
import type { InvocationContext } from '@azure/functions';
import { makeCosmosCartDocuments } from './adapters/cosmos/cosmos-cart-documents';
import { makeCosmosCartStore } from './adapters/cosmos/cosmos-cart-store';
import { durableClientOf } from './adapters/durable/durable-client-of';
import { makeDurableFinishedInstances } from './adapters/durable/durable-finished-instances';
import { makeDurableOrderRuns } from './adapters/durable/durable-order-runs';
import { makeDurableStarter } from './adapters/durable/durable-starter';
import { makeEntityCartStore } from './adapters/durable/entity-cart-store';
import { makeEntitySignals } from './adapters/durable/entity-signals';
import { makeEntityStock } from './adapters/durable/entity-stock';
import { makeEntityStockLevels } from './adapters/durable/entity-stock-levels';
import { makeCartWatches } from './adapters/durable/watched-carts';
import { makeOutboxMailer } from './adapters/mail/outbox-mailer';
import { makeSmtpMailer } from './adapters/mail/smtp-mailer';
import { makeSandboxCarrier } from './adapters/sandbox/sandbox-carrier';
import { makeSandboxCarrierReports } from './adapters/sandbox/sandbox-carrier-reports';
import { makeSandboxCarrierStops } from './adapters/sandbox/sandbox-carrier-stops';
import { makeSandboxPayments } from './adapters/sandbox/sandbox-payments';
import { makeTableShipmentLedger } from './adapters/sandbox/table-shipment-ledger';
import { makeBlobCatalog } from './adapters/storage/blob-catalog';
import { makeBlobCatalogUploads, makeBlobImportReports } from './adapters/storage/blob-catalog-imports';
import { makeBlobRenditions, makeBlobSources } from './adapters/storage/blob-pictures';
import { makeQueueParkedJobs, makeQueuePictureJobs } from './adapters/storage/queue-picture-jobs';
import { makeSasUploadPermits } from './adapters/storage/sas-upload-permits';
import { makeStorage } from './adapters/storage/storage';
import { probeStorage } from './adapters/storage/storage-probe';
import { makeTableAllOrders } from './adapters/storage/table-all-orders';
import { makeTableOrderLaunches } from './adapters/storage/table-order-launches';
import { makeTableOrders } from './adapters/storage/table-orders';
import { makeTablePictureRecords, makeTableProductPictures } from './adapters/storage/table-pictures';
import { makeStripeClient } from './adapters/stripe/stripe-client';
import { makeStripePayments } from './adapters/stripe/stripe-payments';
import { makeStripeReports } from './adapters/stripe/stripe-reports';
import { makeCartActivities } from './carts/activities';
import { cartEntity } from './carts/cart-entity';
import { cartOrchestrator } from './carts/cart-orchestrator';
import { makeCartHandlers } from './carts/handlers';
import { mergeGuestCart } from './carts/merge-guest-cart';
import { makeCatalogHandlers } from './catalog/handlers';
import { makeImportCatalog } from './catalog/import-catalog';
import { makeCatalogJobHandlers } from './catalog/job-handlers';
import { makeCartReader } from './compose/cart-reader';
import { makeCatalogLookup } from './compose/catalog-lookup';
import { withFaultPoints } from './compose/fault-points';
import { makeOrderContacts } from './compose/order-contacts';
import { makePoisonQueues } from './compose/poison-queues';
import { readConfig } from './config';
import { makeJimpEngine } from './engines/jimp/jimp-engine';
import { makeSharpEngine } from './engines/sharp/sharp-engine';
import { makeOperationsHandlers } from './operations/handlers';
import { makeOperationsJobHandlers } from './operations/job-handlers';
import { makeOverviewHandlers } from './operations/overview-handlers';
import { makeStartHandlers } from './operations/start-handlers';
import { makeDecisionHandlers } from './orders/http/decision-handlers';
import { makeOrderHandlers } from './orders/http/handlers';
import { makeOrdersOverview } from './orders/http/orders-overview';
import { makeOwnerHandlers } from './orders/http/owner-handlers';
import { makePaymentHandlers } from './orders/http/payment-handlers';
import { makeWatchOrder } from './orders/http/watch-order';
import { makeLaunchOrder } from './orders/placing/launch-order';
import { makePlaceOrder } from './orders/placing/place-order';
import { makeOrderActivities } from './orders/saga/activities';
import { orderOrchestrator } from './orders/saga/order-orchestrator';
import { refundOrchestrator } from './orders/saga/refund-orchestrator';
import { shipmentOrchestrator } from './orders/saga/shipment-orchestrator';
import { makePictureHandlers } from './pictures/handlers';
import { makeNoticeUpload } from './pictures/notice-upload';
import { makeRenderPicture } from './pictures/render-picture';
import { makeIsCrossSite } from './shared/http/cross-site';
import { makeCustomerRoutes } from './shared/http/customer-route';
import { makeHealth } from './shared/http/health';
import { makeIdentify } from './shared/http/identity';
import { makeWriteLimits } from './shared/http/write-limits';
import { makeStockHandlers } from './stock/handlers';
import { stockEntity } from './stock/stock-entity';

const config = readConfig();
const storage = makeStorage(config.storage);

const catalogStore = makeBlobCatalog(storage);
const products = makeCatalogLookup(catalogStore);

// Durable entities are reached by each invocation with the durable client it was given.
const entitySignals = makeEntitySignals();
const levels = makeEntityStockLevels();
const cartWatches = makeCartWatches(config.carts);
// A cart that vanished begins again at its first version, so it has to outlive what is known of the watches over it.
const cartsKeptForMs = config.carts.expireAfterMs + config.history.retentionMs + 86_400_000;
const cartDocuments =
  config.cartStore.kind === 'cosmos' ? makeCosmosCartDocuments(config.cartStore, cartsKeptForMs) : undefined;
const cosmosCarts = cartDocuments && makeCosmosCartStore({ documents: cartDocuments, now: Date.now, sleep });
const cartsOf = (context: InvocationContext) => {
  const client = durableClientOf(context);
  const store = cosmosCarts ?? makeEntityCartStore(client, entitySignals);
  return cartWatches.watched(store, client, (...about) => context.warn(...about));
};
const customers = makeCustomerRoutes({
  identify: makeIdentify(config.sessions),
  isCrossSite: makeIsCrossSite(config.callers.allowedOrigins),
  countWrite: makeWriteLimits({ ...config.callers, now: () => performance.now() }),
  mergeGuestCart: (guestId, customerId, context) => mergeGuestCart(cartsOf(context), guestId, customerId),
});
const stockOf = (context: InvocationContext) => makeEntityStock(durableClientOf(context), entitySignals);
const stockLevels = (context: InvocationContext) => levels.shown(stockOf(context));

const now = () => new Date();
const currency = async () => (await catalogStore.read()).catalog.currency;
const orderStore = withFaultPoints(makeTableOrders(storage), config.faultPoints);
const allOrders = makeTableAllOrders(storage);
const mailer =
  config.mail.transport === 'smtp'
    ? makeSmtpMailer({ storage, ...config.mail, now })
    : makeOutboxMailer({ storage, from: config.mail.from, now });
const contacts = makeOrderContacts(orderStore);

export const carts = {
  ...makeCartHandlers({ ...customers, cartsOf, products, currency }),
  activities: makeCartActivities({ cartsOf, contacts, mailer, products, currency }),
  cartEntity,
  cartOrchestrator,
};

export const stock = { ...makeStockHandlers({ stockOf, products }), stockEntity };

const launches = makeTableOrderLaunches(storage, now);
const stripe = config.payments.provider === 'stripe' && {
  client: makeStripeClient(config.payments),
  webhookSecret: config.payments.webhookSecret,
};
const payments = stripe ? makeStripePayments(stripe.client) : makeSandboxPayments({ storage, now, sleep });
const paymentReports = stripe && makeStripeReports({ stripe: stripe.client, ...stripe, now });
const parcels = {
  ledger: makeTableShipmentLedger(storage),
  stops: makeSandboxCarrierStops({ storage, ...config.carrier, now }),
  now,
};
const carrier = withFaultPoints(makeSandboxCarrier(parcels), config.faultPoints, 'carrier.');
const runsOf = (context: InvocationContext) =>
  withFaultPoints(makeDurableOrderRuns(durableClientOf(context)), config.faultPoints);
const benchOf = (context: InvocationContext) => ({
  carts: makeCartReader(cartsOf(context)),
  stock: levels.atCheckout(stockOf(context)),
  runs: runsOf(context),
});
const launchOrder = makeLaunchOrder({ orders: orderStore, launches, policy: config.orders, now });

export const orders = {
  ...makeOrderHandlers({
    ...customers,
    orders: orderStore,
    placeOrder: makePlaceOrder({ orders: orderStore, launches, products, launchOrder, now }),
    launchOrder,
    watchOrder: makeWatchOrder({ orders: orderStore, now, sleep }),
    bench: benchOf,
    webhookSecret: config.carrier.webhookSecret,
    now,
  }),
  ...makeDecisionHandlers({ ...customers, orders: orderStore, launches, launchOrder, bench: benchOf, now }),
  ...makePaymentHandlers({ reports: paymentReports || undefined, orders: orderStore, runs: runsOf }),
  ...makeOwnerHandlers({ allOrders }),
  sandboxCarrierReports: makeSandboxCarrierReports({ ...parcels, ...config.carrier, fetch }),
  activities: withFaultPoints(
    makeOrderActivities({
      orders: orderStore,
      payments: withFaultPoints(payments, config.faultPoints, 'payments.'),
      carrier,
      mailer: withFaultPoints(mailer, config.faultPoints, 'mailer.'),
      ownerEmail: config.orders.ownerEmail,
      runs: runsOf,
      warn: (context: InvocationContext, message, cause) => context.warn(message, cause),
      now,
    }),
    config.faultPoints,
  ),
  orderOrchestrator,
  shipmentOrchestrator,
  refundOrchestrator,
};

const importCatalog = makeImportCatalog({
  uploads: makeBlobCatalogUploads(storage),
  reports: makeBlobImportReports(storage),
  store: catalogStore,
  now,
});

export const catalog = {
  ...makeCatalogHandlers({ store: catalogStore, pictures: makeTableProductPictures(storage), stockLevels }),
  ...makeCatalogJobHandlers(importCatalog),
  eventSource: config.pictures.eventSource,
};

const sources = makeBlobSources(storage);
const renditions = makeBlobRenditions(storage);
const records = makeTablePictureRecords(storage);
const engine = config.pictures.engine === 'sharp' ? makeSharpEngine() : makeJimpEngine();
const permits = makeSasUploadPermits(storage);
const render = makeRenderPicture({ sources, renditions, records, engine, now });
const jobs = makeQueuePictureJobs(storage);
const parked = makeQueueParkedJobs(storage);
const noticeUpload = makeNoticeUpload({ sources, records, now });

export const pictures = {
  ...makePictureHandlers({
    products,
    permits,
    sources,
    renditions,
    records,
    jobs,
    parked,
    noticeUpload,
    render,
    now,
  }),
  eventSource: config.pictures.eventSource,
};

const poisonQueues = makePoisonQueues({ storage, records, jobs, noticeUpload, importCatalog, now });

export const operations = {
  ...makeHealth({
    storage: () => probeStorage(storage),
    ...(cartDocuments && { cosmos: cartDocuments.probe }),
  }),
  ...makeOperationsHandlers(poisonQueues),
  ...makeOverviewHandlers({
    ordersOverview: makeOrdersOverview({
      allOrders,
      orders: orderStore,
      stuckAfterMs: config.orders.stuckAfterMs,
      approvalTimeoutMs: config.orders.approval.timeoutMs,
      now,
    }),
    queues: poisonQueues,
    now,
  }),
  ...makeStartHandlers({
    starterOf: (context) => makeDurableStarter(durableClientOf(context)),
    orchestrators: ['orderOrchestrator', 'shipmentOrchestrator', 'refundOrchestrator', 'cartOrchestrator'],
  }),
  ...makeOperationsJobHandlers({
    instancesOf: (context) => makeDurableFinishedInstances(durableClientOf(context)),
    ...config.history,
    now,
  }),
};
