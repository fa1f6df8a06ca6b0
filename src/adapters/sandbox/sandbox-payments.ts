// A payment provider for development and demos. It keeps its books in table `payments`, with an entry for each idempotency key, so
// that tests can audit what was charged and refunded. Its test tokens misbehave as real providers do.

import type { Payment, PaymentReceipt, PaymentRefusal, Payments } from '../../orders/ports/payments';
import { newId } from '../../shared/ids';
import type { Money } from '../../shared/money';
import { accepted, type Result, refused } from '../../shared/result';
import type { Storage } from '../storage/storage';
import { nextStep, type PaymentBooks, type PaymentEntry, type PaymentOperation } from './sandbox-payment-rules';
import { makeTablePaymentLedger } from './table-payment-ledger';

const slowMs = 3_000;

/** What the HTTP client of a real provider would throw. */
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
 * Tokens: `tok_ok`; `tok_declined`; `tok_flaky` (two faults, then success); `tok_slow` (success after three seconds);
 * `tok_lost_reply` (acts, but the first response is lost). Any other token is declined.
 */
export function makeSandboxPayments({ storage, now, sleep }: SandboxPaymentsDeps): Payments {
  const ledger = makeTablePaymentLedger(storage);

  const operation = (kind: PaymentOperation) => async (payment: Payment, idempotencyKey: string, part?: Money) => {
    const { orderId, token } = payment;
    if (token === 'tok_slow' && !(await ledger.has(orderId, idempotencyKey))) await sleep(slowMs);
    const next = (books: PaymentBooks) =>
      nextStep(kind, { ...payment, part }, books, { idempotencyKey, at: now().toISOString(), freshId: newId('pay') });
    const step = await ledger.book(orderId, next, kind === 'authorize');
    if ('faultAt' in step) throw new SandboxPaymentFault(`a fault at ${idempotencyKey}`);
    if ('known' in step) return answer(step.known);
    if (token === 'tok_lost_reply') throw new SandboxPaymentFault(`the answer to ${idempotencyKey} was lost`);
    return answer(step.entry);
  };

  return {
    authorize: operation('authorize'),
    capture: operation('capture'),
    void: operation('void'),
    refund: operation('refund'),
  };
}

function answer({ outcome, detail, paymentId, amount }: PaymentEntry): Result<PaymentReceipt, PaymentRefusal> {
  return outcome === 'accepted' ? accepted({ paymentId, amount }) : refused(outcome, detail);
}
