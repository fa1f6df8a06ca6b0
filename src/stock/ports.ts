// The port of stock: a store that applies one operation after the other.

import type { Result } from '../shared/result';
import type { Stock } from './stock';
import type { StockRefusal } from './stock-operations';
import type { Adjustment } from './stock-state';

export interface StockStore {
  /** The stock of a product; undefined when it was never stocked. */
  read(sku: string): Promise<Stock | undefined>;

  /**
   * Applies an adjustment, once per command id, and returns the stock after it.
   * `STOCK.SHORT`: fewer units are available than would be removed. `REQUEST.KEY_REUSED`: the id was used with another adjustment.
   * @throws AppError `STOCK.BUSY` when the store did not respond in time: retry with the same id.
   */
  adjust(
    sku: string,
    commandId: string,
    adjustment: Adjustment,
  ): Promise<Result<Stock, StockRefusal | 'REQUEST.KEY_REUSED'>>;
}
