// What can still be sold, read from the stock entities: at once for a checkout, and for a busy product list once a second.

import type { StockLevels } from '../shared/contracts';
import type { StockStore } from '../stock/ports';
import { availableUnits, type Stock } from '../stock/stock';

/** How long a level may be out of date, in ms. It is for show only: reserving asks the entity itself. */
const freshForMs = 1_000;

interface Reading {
  at: number;
  stock: Promise<Stock | undefined>;
}

/** What can be sold at this very moment: each call reads the entities. */
export function makeCurrentStockLevels(store: StockStore): StockLevels {
  return { available: (skus) => levels(skus, (sku) => store.read(sku), Date.now()) };
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
    available: (skus) => levels(skus, (sku) => read(store, sku), now()),
  });
}

async function levels(
  skus: string[],
  read: (sku: string) => Promise<Stock | undefined>,
  now: number,
): Promise<Map<string, number>> {
  const known = await Promise.all(
    skus.map(async (sku) => {
      const stock = await read(sku);
      return stock ? ([[sku, availableUnits(stock, now)]] as const) : [];
    }),
  );
  return new Map(known.flat());
}
