// The sweep that heals the shop's availability: when a process has died before it wrote its changes, the stock of all products is
// read again, a bounded number of them a run. While nothing is missing, a run costs one storage operation.

import { type Availability, availabilityOf } from './availability';
import type { AvailabilityStore, StockStore } from './ports';

/** A process renews its mark with each write and removes it 30 s after the last: an older one is that of a dead process. */
const deadAfterMs = 60_000;
const productsARun = 2_000;
const readsAtOnce = 16;

export interface HealAvailabilityDeps {
  store: AvailabilityStore;
  /** The skus of the catalog. */
  skus: () => Promise<string[]>;
  /** Ms since the epoch. */
  now: () => number;
  productsARun?: number;
}

/** One run of the sweep; `read` is the number of products whose stock was read. */
export type HealAvailability = (stock: Pick<StockStore, 'read'>) => Promise<{ read: number }>;

export function makeHealAvailability({ store, skus, now, ...options }: HealAvailabilityDeps): HealAvailability {
  const most = options.productsARun ?? productsARun;

  /** The sku after which to continue; undefined when nothing is to be healed. */
  async function start(): Promise<string | undefined> {
    const { writers, healing } = await store.readMarks();
    const dead = writers.filter(({ openedAt }) => now() - openedAt > deadAfterMs).map(({ writerId }) => writerId);
    // `undefined`: no sweep has ever ended, as after the upgrade from a version that kept no availability.
    if (dead.length === 0) return healing === undefined ? '' : healing.after;
    // The mark of the sweep first: a crash in between repeats the sweep instead of losing it.
    await store.markHealing({ after: '' });
    await store.removeWriters(dead);
    return '';
  }

  return async (stock) => {
    const after = await start();
    if (after === undefined) return { read: 0 };
    const left = (await skus()).filter((sku) => sku > after).sort();
    const next = left.slice(0, most);
    await store.write(await readAll(stock, next));
    const last = next.at(-1);
    await store.markHealing(last !== undefined && left.length > most ? { after: last } : {});
    return { read: next.length };
  };

  async function readAll(stock: Pick<StockStore, 'read'>, wanted: string[]): Promise<Map<string, Availability>> {
    const found = new Map<string, Availability>();
    for (let from = 0; from < wanted.length; from += readsAtOnce) {
      await Promise.all(
        wanted.slice(from, from + readsAtOnce).map(async (sku) => {
          const known = await stock.read(sku);
          if (known) found.set(sku, availabilityOf(known));
        }),
      );
    }
    return found;
  }
}
