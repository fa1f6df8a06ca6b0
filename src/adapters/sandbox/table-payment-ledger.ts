// The sandbox provider's books in table `payments`, one row an order, replaced under its ETag: whatever is decided is decided on
// the books as they are when it is written. So of a void and an authorization at the same moment one knows of the other.

import { makeEtagCache } from '../storage/etag-cache';
import type { Storage } from '../storage/storage';
import { isStatus, unlessMissing } from '../storage/storage-error';
import { booksOfRow, booksRowKey, rowOfBooks } from './payment-books';
import type { PaymentBooks, PaymentStep } from './sandbox-payment-rules';

export interface PaymentLedger {
  /** Whether there is an entry under a key. */
  has(orderId: string, idempotencyKey: string): Promise<boolean>;
  /**
   * Books what is the next step, given the books as they are at that moment; answers with it once it is written.
   * @param next may be called again with newer books; what it finds `known` is not written.
   * @param isFirst likely nothing is booked yet, so that it is tried without a look.
   */
  book(orderId: string, next: (books: PaymentBooks) => PaymentStep, isFirst: boolean): Promise<PaymentStep>;
}

/** Without an ETag there is no row yet. */
interface Found {
  value: PaymentBooks;
  etag: string | undefined;
}

/** Steps of one order seldom meet; whoever still loses after this many rounds is retried by its orchestration. */
const attempts = 8;
/** Orders under way in this process; the books about each take about a KB. */
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

  /** False when somebody else has written meanwhile. */
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
    async has(orderId, idempotencyKey) {
      const isIn = ({ entries }: PaymentBooks) => entries.some((entry) => entry.idempotencyKey === idempotencyKey);
      // What is remembered can only tell what is there, not what is missing.
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
        // Certain in a guess too, since entries stay as they are.
        if ('known' in step) remember(orderId, found);
        if ('known' in step || (await write(orderId, grown(found.value, step), found.etag))) return step;
      }
      throw new Error(`The books about ${orderId} were changed by others ${attempts} times.`);
    },
  };
}

function grown({ entries, faults }: PaymentBooks, step: Exclude<PaymentStep, { known: unknown }>): PaymentBooks {
  return 'entry' in step
    ? { entries: [...entries, step.entry], faults }
    : { entries, faults: [...faults, step.faultAt] };
}
