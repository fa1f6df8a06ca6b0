// The sandbox provider's ledger when storage fails: lost responses, concurrent writers that always win, and outages.

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

/** A table of one row in which the response to one write is wrong. */
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

it('finds its own entry if the client has sent it twice because a response was lost', async () => {
  // The responses to a repeated insert and a repeated replacement.
  const inserting = makeTablePaymentLedger(failingAt(1, 409));
  expect(await inserting.book('ord_1', next, true)).toEqual({ known: entry });
  const replacing = makeTablePaymentLedger(failingAt(2, 412));
  await replacing.book('ord_1', fault, true);
  expect(await replacing.book('ord_1', next, false)).toEqual({ known: entry });
});

it('records an operation once if it is retried after an outage in which the write succeeded', async () => {
  const ledger = makeTablePaymentLedger(failingAt(2, 503));
  await ledger.book('ord_1', fault, true);
  await expect(ledger.book('ord_1', next, false)).rejects.toThrow('status 503');
  expect(await ledger.book('ord_1', next, false)).toEqual({ known: entry });
});

it('gives up if other writers always win, so that the caller retries later', async () => {
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
