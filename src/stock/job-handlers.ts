// The timer of the availability that the shop shows.

import type { InvocationContext } from '@azure/functions';
import type { HealAvailability } from './heal-availability';
import type { StockStore } from './ports';

export interface StockJobDeps {
  heal: HealAvailability;
  /** The stock store, with the durable client of this invocation. */
  stockOf: (context: InvocationContext) => StockStore;
}

export interface StockJobHandlers {
  healAvailability: (timer: unknown, context: InvocationContext) => Promise<void>;
}

export function makeStockJobHandlers({ heal, stockOf }: StockJobDeps): StockJobHandlers {
  return {
    async healAvailability(_timer, context) {
      const { read } = await heal(stockOf(context));
      if (read > 0) context.log(`The stock of ${read} products was read again for the shop.`);
    },
  };
}
