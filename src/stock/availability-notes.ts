// Keeps the shop's availability up to date with few writes: all changes of two seconds, of however many products, are written at
// once. A process that dies before it has written leaves its mark behind, which makes the sweep read the stock itself.

import type { StockLevels } from '../shared/contracts';
import { type Availability, availabilityOf, laterOf, unitsAt } from './availability';
import type { AvailabilityStore } from './ports';
import type { Stock } from './stock';

/** Changes are written this long after the first of them. With the second that a reading may be old, 5 s are kept with a margin. */
const writeAfterMs = 2_000;

export interface AvailabilityNotesOptions {
  store: AvailabilityStore;
  /** Identifies this process among those that write. */
  writerId: string;
  /** Ms since the epoch. */
  now: () => number;
  /** Logs a failure; the write is repeated. */
  warn: (message: string, cause: unknown) => void;
  writeAfterMs?: number;
}

export interface AvailabilityNotes {
  /** Takes note of a product's stock right after a change. */
  note(sku: string, stock: Stock): void;
  /** Writes what has not been written yet, at once. */
  flush(): Promise<void>;
  /** What the shop shows: at most a few seconds old; this process's own changes at once. Unknown products are left out. */
  levels: StockLevels;
}

/** One for the whole process. */
export function makeAvailabilityNotes(options: AvailabilityNotesOptions): AvailabilityNotes {
  const { store, writerId, now, warn } = options;
  let pending = new Map<string, Availability>();
  let writing = new Map<string, Availability>();
  let opening: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();

  function schedule(): void {
    opening ??= store.openWriter(writerId).catch((cause) => warn('availability: the mark of this process', cause));
    if (timer) return;
    timer = setTimeout(() => void flush(), options.writeAfterMs ?? writeAfterMs);
    timer.unref();
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    turn = turn.then(write);
    return turn;
  }

  async function write(): Promise<void> {
    if (pending.size === 0) return;
    writing = pending;
    pending = new Map();
    await opening;
    opening = undefined;
    try {
      await store.write(writing, writerId);
    } catch (cause) {
      warn(`availability: ${writing.size} products are written later`, cause);
      for (const [sku, later] of pending) writing.set(sku, later);
      pending = writing;
    }
    writing = new Map();
    if (pending.size === 0) return;
    // A mark set during the write may have gone with it.
    opening = undefined;
    schedule();
  }

  return {
    note(sku, stock) {
      pending.set(sku, availabilityOf(stock, now()));
      schedule();
    },

    flush,

    levels: {
      async available(skus) {
        const own = new Map([...writing, ...pending]);
        const known = await store.read();
        const time = now();
        const levels = new Map<string, number>();
        for (const sku of skus) {
          const [stored, noted] = [known.get(sku), pending.get(sku) ?? own.get(sku)];
          const availability = noted ? laterOf(stored, noted) : stored;
          if (availability) levels.set(sku, unitsAt(availability, time));
        }
        return levels;
      },
    },
  };
}
