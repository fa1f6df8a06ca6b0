// The sandbox provider's books in table `payments`, one row for each order, replaced under its ETag: every decision is based on the
// books as they are when it is written. So of a concurrent void and authorization, one sees the other.

import { makeEtagCache } from '../storage/etag-cache';
import type { Storage } from '../storage/storage';
import { isStatus, unlessMissing } from '../storage/storage-error';
import { booksOfRow, booksRowKey, rowOfBooks } from './payment-books';
import type { PaymentBooks, PaymentStep } from './sandbox-payment-rules';

export interface PaymentLedger {
  /** The current books; without entries if there are none. */
  read(orderId: string): Promise<PaymentBooks>;
  /** Whether the books have an entry for a key. */
  has(orderId: string, idempotencyKey: string): Promise<boolean>;
  /**
   * Books the next step, given the current books, and returns it once it is written.
   * @param next may be called again with newer books; a `known` step is not written.
   * @param isFirst assumes that the books are empty, which saves a read.
   */
  book(orderId: string, next: (books: PaymentBooks) => PaymentStep, isFirst: boolean): Promise<PaymentStep>;
}

/** Without an ETag the row does not exist yet. */
interface Found {
  value: PaymentBooks;
  etag: string | undefined;
}

/** Concurrent steps of one order are rare; a step that fails this often is retried by its orchestration. */
const attempts = 8;
/** The number of cached books; each takes about a KB. */
const mostRemembered = 1_000;
const nothing: Found = { value: { entries: [], faults: [] }, etag: undefined };

export function makeTablePaymentLedger(storage: Storage): PaymentLedger {
  const table = () => storage.table('payments');
  const recent = makeEtagCache<PaymentBooks>(mostRemembered);
  const remember = (orderId: string, { value, etag }: Found) => {
    if (etag) recent.put(orderId, { value, etag });
  };

  async function read(orderId: string): Promise<Found> {
    const client = await table();
    const row = await unlessMissing(() => client.getEntity(orderId, booksRowKey));
    return row ? { value: booksOfRow(row), etag: row.etag } : nothing;
  }

  /** False when another process has written in the meantime. */
  async function write(orderId: string, value: PaymentBooks, readEtag: string | undefined): Promise<boolean> {
    const client = await table();
    const row = rowOfBooks(orderId, value);
    try {
      const { etag } =
        readEtag === undefined
          ? await client.createEntity(row)
          : await client.updateEntity(row, 'Replace', { etag: readEtag });
      remember(orderId, { value, etag });
      return true;
    } catch (error) {
      if (isStatus(error, 409) || isStatus(error, 412)) return false;
      throw error;
    }
  }

  return {
    read: async (orderId) => (await read(orderId)).value,

    async has(orderId, idempotencyKey) {
      const isIn = ({ entries }: PaymentBooks) => entries.some((entry) => entry.idempotencyKey === idempotencyKey);
      // The cache can only show that an entry exists, not that it is missing.
      const remembered = recent.peek(orderId);
      if (remembered && isIn(remembered)) return true;
      const found = await read(orderId);
      remember(orderId, found);
      return isIn(found.value);
    },

    async book(orderId, next, isFirst) {
      for (let attempt = 1; attempt <= attempts; attempt++) {
        const guess = recent.take(orderId) ?? (isFirst && attempt === 1 ? nothing : undefined);
        const found = guess ?? (await read(orderId));
        const step = next(found.value);
        // Certain even from the cache, since entries never change.
        if ('known' in step) remember(orderId, found);
        if ('known' in step || (await write(orderId, grown(found.value, step), found.etag))) return step;
      }
      throw new Error(`The books of ${orderId} were changed concurrently ${attempts} times.`);
    },
  };
}

function grown({ entries, faults }: PaymentBooks, step: Exclude<PaymentStep, { known: unknown }>): PaymentBooks {
  return 'entry' in step
    ? { entries: [...entries, step.entry], faults }
    : { entries, faults: [...faults, step.faultAt] };
}
