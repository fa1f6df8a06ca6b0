// What several areas share: the settings, the storage account, the stores, and the identity of callers.

import { setTimeout as sleep } from 'node:timers/promises';
import type { InvocationContext } from '@azure/functions';
import { makeCosmosCartDocuments } from '../adapters/cosmos/cosmos-cart-documents';
import { makeCosmosCartStore } from '../adapters/cosmos/cosmos-cart-store';
import { durableClientOf } from '../adapters/durable/durable-client-of';
import { makeEntityCartStore } from '../adapters/durable/entity-cart-store';
import { makeEntitySignals } from '../adapters/durable/entity-signals';
import { makeEntityStock } from '../adapters/durable/entity-stock';
import { makeEntityStockLevels } from '../adapters/durable/entity-stock-levels';
import { makeCartWatches } from '../adapters/durable/watched-carts';
import { makeOutboxMailer } from '../adapters/mail/outbox-mailer';
import { makeSmtpMailer } from '../adapters/mail/smtp-mailer';
import { makeBlobCatalog } from '../adapters/storage/blob-catalog';
import { makeStorage } from '../adapters/storage/storage';
import { makeTableAccounts } from '../adapters/storage/table-accounts';
import { makeTableAllOrders } from '../adapters/storage/table-all-orders';
import { makeTableOrderIndex } from '../adapters/storage/table-order-index';
import { makeTableOrders } from '../adapters/storage/table-orders';
import { mergeGuestCart } from '../carts/merge-guest-cart';
import { readConfig } from '../config';
import { makeIsCrossSite } from '../shared/http/cross-site';
import { makeCustomerRoutes } from '../shared/http/customer-route';
import { makeIdentify } from '../shared/http/identity';
import { makeWriteLimits } from '../shared/http/write-limits';
import { makeCatalogLookup } from './catalog-lookup';

export const config = readConfig();
export const storage = makeStorage(config.storage);
export const now = () => new Date();

export const catalogStore = makeBlobCatalog(storage);
export const products = makeCatalogLookup(catalogStore);
export const currency = async () => (await catalogStore.read()).catalog.currency;

// Each invocation reaches durable entities with its own durable client.
const entitySignals = makeEntitySignals();
const levels = makeEntityStockLevels();
export const stockOf = (context: InvocationContext) => makeEntityStock(durableClientOf(context), entitySignals);
export const stockLevels = (context: InvocationContext) => levels.shown(stockOf(context));
export const stockAtCheckout = (context: InvocationContext) => levels.atCheckout(stockOf(context));

// A deleted cart starts again at version 1, so it must outlive the finished watch instances, whose ids contain a version.
const cartsKeptForMs = config.carts.expireAfterMs + config.history.retentionMs + 86_400_000;
export const cartDocuments =
  config.cartStore.kind === 'cosmos' ? makeCosmosCartDocuments(config.cartStore, cartsKeptForMs) : undefined;
const cosmosCarts = cartDocuments && makeCosmosCartStore({ documents: cartDocuments, now: Date.now, sleep });
const cartWatches = makeCartWatches(config.carts);
export const cartsOf = (context: InvocationContext) => {
  const client = durableClientOf(context);
  const store = cosmosCarts ?? makeEntityCartStore(client, entitySignals);
  return cartWatches.watched(store, client, (...about) => context.warn(...about));
};

export const accounts = makeTableAccounts(storage, now);
export const customers = makeCustomerRoutes({
  identify: makeIdentify(config.sessions),
  isCrossSite: makeIsCrossSite(config.callers.allowedOrigins),
  countWrite: makeWriteLimits({ ...config.callers, now: () => performance.now() }),
  async mergeGuestCart(guestId, customerId, context) {
    await accounts.addGuest(customerId, guestId);
    return mergeGuestCart(cartsOf(context), guestId, customerId);
  },
});

export const orderIndex = makeTableOrderIndex(storage, { warn: (message, cause) => console.warn(message, cause) });
export const orderStore = makeTableOrders(storage, orderIndex);
export const allOrders = makeTableAllOrders(storage, orderIndex);
export const mailer =
  config.mail.transport === 'smtp'
    ? makeSmtpMailer({ storage, ...config.mail, now })
    : makeOutboxMailer({ storage, from: config.mail.from, now });
