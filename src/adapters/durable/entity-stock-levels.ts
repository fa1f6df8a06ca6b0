// What can still be sold, read from the stock entities when a checkout asks: at once of what may be short, once a second of what
// is plentiful.

import { LRUCache } from 'lru-cache';
import type { StockLevels } from '../../shared/contracts';
import type { StockStore } from '../../stock/ports';
import { availableUnits, type Stock } from '../../stock/stock';

/** How long a level may be out of date, in ms. Whatever it says, reserving asks the entity itself. */
const freshForMs = 1_000;

/** More than anybody can sell in that time: ten of the largest lines that a cart can hold. */
const plentyUnits = 1_000;

/** Products whose level is kept: those asked for last. */
const mostReadings = 10_000;

interface Reading {
  at: number;
  stock: Promise<Stock | undefined>;
}

/** Levels as seen with a store, which is made for each invocation: stock is read with that one's durable client. */
export interface EntityStockLevels {
  /** For checkouts: what may be short is read at that very moment. */
  atCheckout(store: StockStore): StockLevels;
}

/** One for the whole process. */
export function makeEntityStockLevels(now: () => number = Date.now): EntityStockLevels {
  const readings = new LRUCache<string, Reading>({ max: mostReadings });

  function fresh(sku: string): Promise<Stock | undefined> | undefined {
    const known = readings.get(sku);
    return known && now() - known.at < freshForMs ? known.stock : undefined;
  }

  function read(store: StockStore, sku: string): Promise<Stock | undefined> {
    const reading: Reading = { at: now(), stock: store.read(sku) };
    readings.set(sku, reading);
    reading.stock.catch(() => readings.peek(sku) === reading && readings.delete(sku));
    return reading.stock;
  }

  async function readUnlessPlenty(store: StockStore, sku: string): Promise<Stock | undefined> {
    // A reading of others that fails is no failure of this one, which reads for itself.
    const known = await fresh(sku)?.catch(() => undefined);
    return known && availableUnits(known, now()) >= plentyUnits ? known : read(store, sku);
  }

  return {
    atCheckout: (store) => ({
      available: (skus) => levels(skus, (sku) => readUnlessPlenty(store, sku), now()),
    }),
  };
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
