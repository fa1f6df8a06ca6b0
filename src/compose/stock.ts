// Composes the handlers and the entity of stock, and the availability that the shop shows.

import { makeStockHandlers } from '../stock/handlers';
import { makeHealAvailability } from '../stock/heal-availability';
import { makeStockJobHandlers } from '../stock/job-handlers';
import { makeStockEntity } from '../stock/stock-entity';
import { availability, availabilityStore, catalogStore, products, stockOf } from './ground';

const heal = makeHealAvailability({
  store: availabilityStore,
  skus: async () => (await catalogStore.read()).catalog.products.map(({ sku }) => sku),
  now: Date.now,
});

export const stock = {
  ...makeStockHandlers({ stockOf, products, note: availability.note }),
  ...makeStockJobHandlers({ heal, stockOf }),
  stockEntity: makeStockEntity(availability.note),
  flushAvailability: availability.flush,
};
