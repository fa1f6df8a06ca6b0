// The composition root: config → adapters → handlers. The only file that knows both sides.

import type { InvocationContext } from '@azure/functions';
import { getClient } from 'durable-functions';
import { makeBlobCatalog } from './adapters/blob-catalog';
import { makeCatalogLookup } from './adapters/catalog-lookup';
import { makeEntityCartStore } from './adapters/entity-cart-store';
import { makeEntitySignals } from './adapters/entity-signals';
import { makeEntityStock } from './adapters/entity-stock';
import { makeEntityStockLevels } from './adapters/entity-stock-levels';
import { makeStorage } from './adapters/storage';
import { cartEntity } from './carts/cart-entity';
import { makeCartHandlers } from './carts/handlers';
import { readConfig } from './config';
import { makeIdentify } from './shared/identity';
import { makeStockHandlers } from './stock/handlers';
import { stockEntity } from './stock/stock-entity';

const config = readConfig();
const storage = makeStorage(config.storage);
const identify = makeIdentify(config.sessions);

const catalogStore = makeBlobCatalog(storage);
const products = makeCatalogLookup(catalogStore);

// Carts and stock live in durable entities, which each invocation reaches with the durable client it was given.
const entitySignals = makeEntitySignals();
const levelsOf = makeEntityStockLevels();
const cartsOf = (context: InvocationContext) => makeEntityCartStore(getClient(context), entitySignals);
const stockOf = (context: InvocationContext) => makeEntityStock(getClient(context), entitySignals);
export const stockLevels = (context: InvocationContext) => levelsOf(stockOf(context));

export const carts = {
  ...makeCartHandlers({
    identify,
    cartsOf,
    products,
    currency: async () => (await catalogStore.read()).catalog.currency,
  }),
  cartEntity,
};

export const stock = { ...makeStockHandlers({ stockOf, products }), stockEntity };
