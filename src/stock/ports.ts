// What stock needs of the outside: a place that keeps it and applies one operation after the other.

import type { Result } from '../shared/result';
import type { Stock } from './stock';
import type { StockRefusal } from './stock-operations';
import type { Adjustment } from './stock-state';

export interface StockStore {
  /** The stock of a product; undefined when it was never stocked. */
  read(sku: string): Promise<Stock | undefined>;

  /**
   * Applies an adjustment, once for each command id, and answers with the stock after it.
   * `STOCK.SHORT`: fewer units are available than would go. `REQUEST.KEY_REUSED`: the id was used with another adjustment.
   * @throws AppError `STOCK.BUSY` when no answer came in time: a repetition needs the same id.
   */
  adjust(
    sku: string,
    commandId: string,
    adjustment: Adjustment,
  ): Promise<Result<Stock, StockRefusal | 'REQUEST.KEY_REUSED'>>;
}
