// What several areas share: the settings, the storage account, the stores, and the identity of callers.

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InvocationContext } from '@azure/functions';
import { makeCosmosCartDocuments } from '../adapters/cosmos/cosmos-cart-documents';
import { makeCosmosCartStore } from '../adapters/cosmos/cosmos-cart-store';
import { durableClientOf } from '../adapters/durable/durable-client-of';
import { makeEntityCartStore } from '../adapters/durable/entity-cart-store';
import { makeEntityIdleCarts } from '../adapters/durable/entity-idle-carts';
import { makeEntityPages, taskHubUrl } from '../adapters/durable/entity-pages';
import { makeEntityRecentCarts } from '../adapters/durable/entity-recent-carts';
import { defaultTiming, makeEntitySignals } from '../adapters/durable/entity-signals';
import { makeEntityStock } from '../adapters/durable/entity-stock';
import { makeEntityStockLevels } from '../adapters/durable/entity-stock-levels';
import { makeCartWatches } from '../adapters/durable/watched-carts';
import { makeLimitedMailer } from '../adapters/mail/limited-mailer';
import { makeOutboxMailer } from '../adapters/mail/outbox-mailer';
import { makeSmtpMailer } from '../adapters/mail/smtp-mailer';
import { makeTableMailCounts } from '../adapters/mail/table-mail-counts';
import { makeBlobCatalog } from '../adapters/storage/blob-catalog';
import { makeJointTransactions } from '../adapters/storage/joint-transactions';
import { makeStorage } from '../adapters/storage/storage';
import { makeTableAccounts } from '../adapters/storage/table-accounts';
import { makeTableAllOrders } from '../adapters/storage/table-all-orders';
import { makeTableAvailability } from '../adapters/storage/table-availability';
import { makeTableOrderIndex } from '../adapters/storage/table-order-index';
import { makeTableOrders } from '../adapters/storage/table-orders';
import { mergeGuestCart } from '../carts/merge-guest-cart';
import { readConfig } from '../config';
import { makeIsCrossSite } from '../shared/http/cross-site';
import { makeCustomerRoutes } from '../shared/http/customer-route';
import { makeIdentify } from '../shared/http/identity';
import { makeWriteLimits } from '../shared/http/write-limits';
import { makeJointTimer } from '../shared/joint-timer';
import { makeAvailabilityNotes } from '../stock/availability-notes';
import { makeCatalogLookup } from './catalog-lookup';
import { makeOrderContacts } from './order-contacts';

export const config = readConfig();
export const storage = makeStorage(config.storage);
export const now = () => new Date();

export const catalogStore = makeBlobCatalog(storage);
export const products = makeCatalogLookup(catalogStore);
export const currency = async () => (await catalogStore.read()).catalog.currency;

// Each invocation reaches durable entities with its own durable client.
const entitySignals = makeEntitySignals();
// An adjustment that is not confirmed is accepted all the same (202), so its caller need not wait as long.
const stockSignals = makeEntitySignals({ ...defaultTiming, boundMs: 5_000 });
const levels = makeEntityStockLevels();
export const stockOf = (context: InvocationContext) => makeEntityStock(durableClientOf(context), stockSignals);
export const stockAtCheckout = (context: InvocationContext) => levels.atCheckout(stockOf(context));

// What is written behind is written together.
const timer = makeJointTimer();
const transactions = makeJointTransactions(storage);
export const warn = (message: string, cause: unknown) => console.warn(message, cause);
export const orderIndex = makeTableOrderIndex(storage, { timer, transactions, warn });
export const orderStore = makeTableOrders(storage, orderIndex);
export const allOrders = makeTableAllOrders(storage, orderIndex);
export const contacts = makeOrderContacts(orderStore);

// What the shop shows is a copy: an entity read a product would take seconds for a large catalog.
export const availabilityStore = makeTableAvailability(storage, Date.now, transactions);
export const availability = makeAvailabilityNotes({
  store: availabilityStore,
  writerId: randomUUID(),
  now: Date.now,
  warn,
  timer,
});

// A deleted cart starts again at version 1, so it must outlive the finished watch instances, whose ids contain a version.
export const cartsKeptForMs = config.carts.expireAfterMs + config.history.retentionMs + 86_400_000;
export const cartDocuments =
  config.cartStore.kind === 'cosmos' ? makeCosmosCartDocuments(config.cartStore, cartsKeptForMs) : undefined;
const { expireAfterMs } = config.carts;
const cosmosCarts =
  cartDocuments && makeCosmosCartStore({ documents: cartDocuments, expireAfterMs, now: Date.now, sleep });
const cartWatches = makeCartWatches(config.carts, contacts);
export const cartsOf = (context: InvocationContext) => {
  const client = durableClientOf(context);
  const store = cosmosCarts ?? makeEntityCartStore(client, entitySignals, expireAfterMs);
  return cartWatches.watched(store, client, (...about) => context.warn(...about));
};
/** Cosmos DB deletes carts by itself. */
export const idleCartsOf = cosmosCarts
  ? undefined
  : (context: InvocationContext) => makeEntityIdleCarts(durableClientOf(context), makeEntityPages(taskHubUrl(context)));
export const recentCartsOf = (context: InvocationContext) =>
  cartDocuments ?? makeEntityRecentCarts(makeEntityPages(taskHubUrl(context)));

export const accounts = makeTableAccounts(storage, now);
const monotonic = () => performance.now();
const { frontEndOrigins } = config.callers;
export const customers = makeCustomerRoutes({
  identify: makeIdentify({ ...config.sessions, frontEndOrigins }),
  isCrossSite: makeIsCrossSite(frontEndOrigins),
  countWrite: makeWriteLimits({ ...config.callers, now: monotonic }),
  countCheckout: makeWriteLimits({
    counted: 'checkouts',
    writesPerMinute: config.callers.checkoutsPerMinute,
    guestWritesPerMinute: config.callers.guestCheckoutsPerMinute,
    now: monotonic,
  }),
  async mergeGuestCart(guestId, customerId, context) {
    await accounts.addGuest(customerId, guestId);
    return mergeGuestCart(cartsOf(context), guestId, customerId);
  },
});

const anyMailer =
  config.mail.transport === 'smtp'
    ? makeSmtpMailer({ storage, ...config.mail, now })
    : makeOutboxMailer({ storage, from: config.mail.from, now });
const { perHour } = config.mail;
export const mailer =
  perHour === 0
    ? anyMailer
    : makeLimitedMailer({
        mailer: anyMailer,
        counts: makeTableMailCounts({ storage, perHour, now }),
        unlimited: config.orders.ownerEmail,
      });
