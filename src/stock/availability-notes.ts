// Keeps the shop's availability up to date with few writes: all changes of some seconds, of however many products, are written at
// once. A process that dies before it has written leaves its mark behind, which makes the sweep read the stock itself.

import type { ShownAvailability } from '../shared/contracts';
import { type JointTimer, makeJointTimer } from '../shared/joint-timer';
import { type Availability, availabilityOf, laterOf, unitsAt } from './availability';
import type { AvailabilityStore } from './ports';
import type { Stock } from './stock';

/** Changes are written this long after the first of them. With the second that a reading may be old, 5 s are kept with a margin. */
const writeAfterMs = 3_500;
/**
 * The mark stays between changes that follow each other, because each write renews it for free. After a longer pause it goes with
 * the write, so that a single order takes two operations instead of three.
 */
const idleAfterMs = 30_000;

export interface AvailabilityNotesOptions {
  store: AvailabilityStore;
  /** Identifies this process among those that write. */
  writerId: string;
  /** Ms since the epoch. */
  now: () => number;
  /** Logs a failure; the write is repeated. */
  warn: (message: string, cause: unknown) => void;
  /** Shared with what else is written behind. */
  timer?: JointTimer;
}

export interface AvailabilityNotes {
  /** Takes note of a product's stock right after a change. */
  note(sku: string, stock: Stock): void;
  /** Writes what has not been written yet, at once, and removes the mark: the process ends. */
  flush(): Promise<void>;
  /** What the shop shows: at most a few seconds old; this process's own changes at once. */
  shown: ShownAvailability;
}

/** One for the whole process. */
export function makeAvailabilityNotes(options: AvailabilityNotesOptions): AvailabilityNotes {
  const { store, writerId, now, warn, timer = makeJointTimer() } = options;
  let pending = new Map<string, Availability>();
  let writing = new Map<string, Availability>();
  let isMarked = false;
  let writtenAt = Number.NEGATIVE_INFINITY;
  let idle: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();

  /** One after the other: the mark, the writes, and its removal. */
  function inTurn(work: () => Promise<void>, what: string): Promise<void> {
    turn = turn.then(work).catch((cause) => warn(`availability: ${what}`, cause));
    return turn;
  }

  function schedule(): void {
    if (!isMarked) void inTurn(() => store.openWriter(writerId), 'this process has no mark');
    isMarked = true;
    clearTimeout(idle);
    timer.within(writeAfterMs, writeDue);
  }

  const writeDue = () => void write();

  async function write(): Promise<void> {
    await inTurn(writePending, `${pending.size} products are written later`);
    if (pending.size > 0) timer.within(writeAfterMs, writeDue);
    else if (isMarked) removeMarkLater();
  }

  function removeMarkLater(): void {
    clearTimeout(idle);
    idle = setTimeout(() => void removeMark(), idleAfterMs);
    idle.unref();
  }

  async function writePending(): Promise<void> {
    if (pending.size === 0) return;
    writing = pending;
    pending = new Map();
    const areLast = now() - writtenAt > idleAfterMs;
    // Who takes a note meanwhile sets a new mark, after this write.
    if (areLast) isMarked = false;
    try {
      await store.write(writing, writerId, areLast);
      writtenAt = now();
    } catch (cause) {
      pending = new Map([...writing, ...pending]);
      isMarked = true;
      throw cause;
    } finally {
      writing = new Map();
    }
  }

  function removeMark(): Promise<void> {
    isMarked = false;
    return inTurn(() => store.removeWriters([writerId]), 'the mark of this process stays');
  }

  return {
    note(sku, stock) {
      if (pending.size === 0) schedule();
      // Who answers an adjustment may hold an older stock than an order that came meanwhile.
      pending.set(sku, laterOf(pending.get(sku), availabilityOf(stock)));
    },

    async flush() {
      await write();
      if (isMarked && pending.size === 0) await removeMark();
      clearTimeout(idle);
    },

    shown: {
      async read() {
        const own = new Map([...writing, ...pending]);
        const known = await store.read();
        const time = now();
        return (sku) => {
          const [stored, noted] = [known.get(sku), pending.get(sku) ?? own.get(sku)];
          const availability = noted ? laterOf(stored, noted) : stored;
          return availability ? unitsAt(availability, time) : null;
        };
      },
    },
  };
}
