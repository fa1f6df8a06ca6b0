// The sandbox provider's books where storage is of no help: answers that were lost, others who are always faster, and outages.

import type { PaymentBooks, PaymentStep } from '../../../../src/adapters/sandbox/sandbox-payment-rules';
import { makeTablePaymentLedger } from '../../../../src/adapters/sandbox/table-payment-ledger';
import type { Storage } from '../../../../src/adapters/storage/storage';

const entry = {
  orderId: 'ord_1',
  idempotencyKey: 'ord_1:capture',
  kind: 'capture',
  outcome: 'accepted',
  amount: 2800,
  paymentId: 'pay_1',
  detail: '',
  token: 'tok_ok',
  currency: 'EUR',
  at: '2026-03-01T12:00:00.000Z',
} as const;

const status = (statusCode: number) => Object.assign(new Error(`status ${statusCode}`), { statusCode });

/** A table of one row; the answer to one of its writes is another than it should be. */
function failingAt(failing: number, code: number): Storage {
  let row: { etag: string } | undefined;
  let writes = 0;
  const store = (entity: object) => {
    const etag = `etag ${++writes}`;
    row = { ...entity, etag };
    if (writes === failing) throw status(code);
    return { etag };
  };
  const client = {
    createEntity: async (entity: object) => {
      if (row) throw status(409);
      return store(entity);
    },
    updateEntity: async (entity: object, _mode: string, { etag }: { etag: string }) => {
      if (row?.etag !== etag) throw status(412);
      return store(entity);
    },
    getEntity: async () => {
      if (!row) throw status(404);
      return row;
    },
  };
  return { table: async () => client } as unknown as Storage;
}

function next({ entries }: PaymentBooks): PaymentStep {
  const known = entries.find(({ idempotencyKey }) => idempotencyKey === entry.idempotencyKey);
  return known ? { known } : { entry };
}

const fault = () => ({ faultAt: entry.idempotencyKey });

it('finds its own entry when the client has sent it twice, since an answer was lost', async () => {
  // What the repetition of an insert gets to hear, and that of a replacement.
  const inserting = makeTablePaymentLedger(failingAt(1, 409));
  expect(await inserting.book('ord_1', next, true)).toEqual({ known: entry });
  const replacing = makeTablePaymentLedger(failingAt(2, 412));
  await replacing.book('ord_1', fault, true);
  expect(await replacing.book('ord_1', next, false)).toEqual({ known: entry });
});

it('books once what is tried again after an outage in which the write went through', async () => {
  const ledger = makeTablePaymentLedger(failingAt(2, 503));
  await ledger.book('ord_1', fault, true);
  await expect(ledger.book('ord_1', next, false)).rejects.toThrow('status 503');
  expect(await ledger.book('ord_1', next, false)).toEqual({ known: entry });
});

it('gives up when others are faster each time, for the caller to try again later', async () => {
  const storage = failingAt(0, 0);
  const others = makeTablePaymentLedger(storage);
  const seen: number[] = [];
  const ledger = makeTablePaymentLedger({
    ...storage,
    table: async (name) => {
      await others.book('ord_1', () => ({ faultAt: 'others' }), false);
      return storage.table(name);
    },
  });
  const decided = ledger.book(
    'ord_1',
    (books) => {
      seen.push(books.faults.length);
      return next(books);
    },
    true,
  );
  await expect(decided).rejects.toThrow('ord_1 were changed concurrently 8 times');
  expect(seen).toHaveLength(8);
  expect(new Set(seen).size).toBe(8);
});
