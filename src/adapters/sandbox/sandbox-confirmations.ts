// The payments of the sandbox provider that the customer has to confirm: what the page about one shows, and what its answer does.

import type { PaymentConfirmation, PaymentConfirmations } from '../../orders/ports/payment-confirmations';
import type { Storage } from '../storage/storage';
import { type ConfirmationAnswer, decisionIn, nextAnswer, requestIn } from './sandbox-confirmation-rules';
import type { PaymentBooks } from './sandbox-payment-rules';
import type { SandboxReferences } from './sandbox-references';
import { makeTablePaymentLedger } from './table-payment-ledger';

export interface SandboxConfirmationsDeps {
  storage: Storage;
  references: Pick<SandboxReferences, 'orderIdIn'>;
  now: () => Date;
}

export function makeSandboxConfirmations({ storage, references, now }: SandboxConfirmationsDeps): PaymentConfirmations {
  const ledger = makeTablePaymentLedger(storage);

  async function find(reference: string): Promise<PaymentConfirmation | undefined> {
    const orderId = references.orderIdIn(reference);
    return orderId === undefined ? undefined : confirmationIn(await ledger.read(orderId));
  }

  return {
    find,
    async answer(reference: string, answer: ConfirmationAnswer) {
      const asked = await find(reference);
      if (!asked?.isOpen) return asked;
      await ledger.book(asked.orderId, (books) => nextAnswer(books, answer, now().toISOString()), false);
      return { ...asked, isOpen: false };
    },
  };
}

function confirmationIn(books: PaymentBooks): PaymentConfirmation | undefined {
  const request = requestIn(books);
  if (!request) return undefined;
  const { orderId, due = 0, currency } = request;
  return { orderId, amount: { amount: due, currency }, isOpen: decisionIn(books) === undefined };
}
