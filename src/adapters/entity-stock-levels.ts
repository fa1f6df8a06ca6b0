// What can still be sold, read from the stock entities and kept for a moment: a busy product list reads each entity once a second.

import type { StockLevels } from '../shared/contracts';
import type { StockStore } from '../stock/ports';
import { availableUnits, type Stock } from '../stock/stock';

/** How long a level may be out of date, in ms. It is for show only: reserving asks the entity itself. */
const freshForMs = 1_000;

interface Reading {
  at: number;
  stock: Promise<Stock | undefined>;
}

/** One for the whole process; what it returns is made for each invocation, since stock is read with that one's durable client. */
export function makeEntityStockLevels(now: () => number = Date.now): (store: StockStore) => StockLevels {
  const readings = new Map<string, Reading>();

  function read(store: StockStore, sku: string): Promise<Stock | undefined> {
    const known = readings.get(sku);
    if (known && now() - known.at < freshForMs) return known.stock;
    const reading: Reading = { at: now(), stock: store.read(sku) };
    readings.set(sku, reading);
    reading.stock.catch(() => readings.get(sku) === reading && readings.delete(sku));
    return reading.stock;
  }

  return (store) => ({
    async available(skus) {
      const levels = await Promise.all(
        skus.map(async (sku) => {
          const stock = await read(store, sku);
          return stock ? ([[sku, availableUnits(stock, now())]] as const) : [];
        }),
      );
      return new Map(levels.flat());
    },
  });
}
