// How many orders are in each state. Each process has a counter row of its own that it writes together with the rows of the
// orders, so that no two processes wait for each other and the sum of all rows is exact.

import { randomUUID } from 'node:crypto';
import type { TransactionAction } from '@azure/data-tables';
import type { OrderState } from '../../orders/order-states';
import { countPrefix, partitionKey } from './order-index-rows';

export type Counts = Partial<Record<OrderState, number>>;

export interface OrderCounter {
  /** The write that adds these changes to the row of this process. */
  action(changes: Counts): { action: TransactionAction; written: (etag: string | undefined) => void };
  /** After a write whose outcome is not known: this process goes on with a new row, and what was written stays counted. */
  startAnew(): void;
}

export function makeOrderCounter(): OrderCounter {
  let own = fresh();
  return {
    action(changes) {
      const { rowKey, etag } = own;
      const counts = sumOf([own.counts, changes]);
      const row = { partitionKey, rowKey, ...counts };
      const action: TransactionAction = etag ? ['update', row, 'Replace', { etag }] : ['create', row];
      const written = (newEtag: string | undefined) => {
        own = newEtag ? { rowKey, etag: newEtag, counts } : fresh();
      };
      return { action, written };
    },
    startAnew() {
      own = fresh();
    },
  };
}

function fresh(): { rowKey: string; etag?: string; counts: Counts } {
  return { rowKey: `${countPrefix}${randomUUID()}`, counts: {} };
}

/** The sum by state; columns that are no counts are left out. */
export function sumOf(rows: readonly Partial<Record<OrderState, unknown>>[], states?: readonly OrderState[]): Counts {
  const sum: Counts = {};
  for (const row of rows) {
    const names = states ?? (Object.keys(row) as OrderState[]);
    for (const state of names) {
      const count = row[state];
      if (typeof count === 'number') sum[state] = (sum[state] ?? 0) + count;
    }
  }
  return sum;
}
