// Stock in durable entities, one per product: concurrent operations queue up at the entity, so no locks are needed.

import { entityNames } from '../../shared/contracts';
import type { StockStore } from '../../stock/ports';
import { resultOf, type StockState } from '../../stock/stock-state';
import { type EntityClient, type EntitySignals, readEntity } from './entity-signals';

/** The stock store with the durable client of one invocation; all invocations share `signals`. */
export function makeEntityStock(client: EntityClient, signals: EntitySignals): StockStore {
  return {
    async read(sku) {
      return (await readEntity<StockState>(client, stockOf(sku)))?.stock;
    },
    adjust(sku, commandId, adjustment) {
      const input = { commandId, adjustment };
      return signals.send(client, {
        entity: stockOf(sku),
        operation: 'adjust',
        input,
        outcome: (state: StockState) => resultOf(state, input),
      });
    },
  };
}

function stockOf(sku: string) {
  return { name: entityNames.stock, key: sku };
}
