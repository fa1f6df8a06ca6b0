// A payment provider for everybody who has none: it keeps its books in table `payments`, one row for each idempotency key,
// so that it can be proved from them what was taken and given back. Its test tokens misbehave as real providers do.

import type { Payment, PaymentReceipt, PaymentRefusal, Payments } from '../orders/ports';
import { newId } from '../shared/ids';
import { accepted, type Result, refused } from '../shared/result';
import { decide, type PaymentEntry, type PaymentOperation } from './sandbox-payment-rules';
import type { Storage } from './storage';
import { makeTablePaymentLedger, type PaymentLedger } from './table-payment-ledger';

/** How `tok_slow` and `tok_flaky` behave. */
const slowMs = 3_000;
const faultsOfFlaky = 2;

/** What the provider's HTTP client would throw. */
class SandboxPaymentFault extends Error {
  override readonly name = 'SandboxPaymentFault';
  readonly statusCode = 503;
}

export interface SandboxPaymentsDeps {
  storage: Storage;
  now: () => Date;
  sleep: (ms: number) => Promise<void>;
}

/**
 * Tokens: `tok_ok`; `tok_declined`; `tok_flaky`, two faults and then fine; `tok_slow`, fine after three seconds;
 * `tok_lost_reply`, acts, but the first answer is lost. Any other token is declined.
 */
export function makeSandboxPayments({ storage, now, sleep }: SandboxPaymentsDeps): Payments {
  const ledger = makeTablePaymentLedger(storage);

  const operation = (kind: PaymentOperation) => async (payment: Payment, idempotencyKey: string) => {
    const { orderId, amount, token } = payment;
    let books = await ledger.entries(orderId);
    const known = books.find((entry) => entry.idempotencyKey === idempotencyKey);
    if (known) return answer(known);
    if (token === 'tok_slow') {
      await sleep(slowMs);
      books = await ledger.entries(orderId);
    }
    if (token === 'tok_flaky') await failAtFirst(ledger, orderId, idempotencyKey);
    const at = now().toISOString();
    const decision = decide(kind, payment, books, newId('pay'));
    const entry = { orderId, idempotencyKey, kind, token, currency: amount.currency, at, ...decision };
    const { stored, created } = await ledger.insert(entry);
    if (created && token === 'tok_lost_reply')
      throw new SandboxPaymentFault(`the answer to ${idempotencyKey} was lost`);
    return answer(stored);
  };

  return {
    authorize: operation('authorize'),
    capture: operation('capture'),
    void: operation('void'),
    refund: operation('refund'),
  };
}

/** Each fault is noted in the ledger, so that there are two of them in all, whoever asks and however often. */
async function failAtFirst(ledger: PaymentLedger, orderId: string, idempotencyKey: string): Promise<void> {
  for (let fault = 1; fault <= faultsOfFlaky; fault++) {
    if (await ledger.insertFault(orderId, `${idempotencyKey}:fault:${fault}`)) {
      throw new SandboxPaymentFault(`fault ${fault} of ${faultsOfFlaky} at ${idempotencyKey}`);
    }
  }
}

function answer({ outcome, detail, paymentId, amount }: PaymentEntry): Result<PaymentReceipt, PaymentRefusal> {
  return outcome === 'accepted' ? accepted({ paymentId, amount }) : refused(outcome, detail);
}
