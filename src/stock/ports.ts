// The ports of stock: a store that applies one operation after the other, and the copy of its figures that the shop shows.

import type { Result } from '../shared/result';
import type { Availability } from './availability';
import type { Stock } from './stock';
import type { StockRefusal } from './stock-operations';
import type { Adjustment } from './stock-state';

export interface StockStore {
  /** The stock of a product; undefined when it was never stocked. */
  read(sku: string): Promise<Stock | undefined>;

  /**
   * Applies an adjustment, once per command id, and returns the stock after it.
   * `STOCK.SHORT`: fewer units are available than would be removed. `REQUEST.KEY_REUSED`: the id was used with another adjustment.
   * `undefined`: the store has accepted the adjustment and did not show it in time; it will be applied. The same id again tells.
   */
  adjust(
    sku: string,
    commandId: string,
    adjustment: Adjustment,
  ): Promise<Result<Stock, StockRefusal | 'REQUEST.KEY_REUSED'> | undefined>;
}

/** What marks say about unfinished work. */
export interface AvailabilityMarks {
  /** Processes that may have changes to write, with the time of their last mark or write (ms since the epoch). */
  writers: { writerId: string; openedAt: number }[];
  /** The sweep: it goes on behind the sku `after`, or has ended when there is none; undefined when it never ran. */
  healing: { after?: string } | undefined;
}

/** The availability that the shop shows, for all processes of the app. */
export interface AvailabilityStore {
  /** All products of which something is known, at most a second old. */
  read(): Promise<Map<string, Availability>>;
  /**
   * Adds these copies, unless later ones are stored. With `writerId` the process's mark is renewed with them, or removed if
   * they are its last for now.
   */
  write(changes: Map<string, Availability>, writerId?: string, areLast?: boolean): Promise<void>;
  /** Marks a process that has changes to write, or renews its mark. */
  openWriter(writerId: string): Promise<void>;
  readMarks(): Promise<AvailabilityMarks>;
  markHealing(healing: { after?: string }): Promise<void>;
  removeWriters(writerIds: string[]): Promise<void>;
}
