// A payment provider for development and demos. It keeps its books in table `payments`, with an entry for each idempotency key, so
// that tests can audit what was charged and refunded. Its test tokens misbehave as real providers do.

import type { Authorization, Payment, PaymentRefusal, Payments } from '../../orders/ports/payments';
import { newId } from '../../shared/ids';
import type { Money } from '../../shared/money';
import { accepted, type Result, refused } from '../../shared/result';
import type { Storage } from '../storage/storage';
import { decisionIn, requestIn } from './sandbox-confirmation-rules';
import { nextStep, type PaymentBooks, type PaymentEntry, type PaymentOperation } from './sandbox-payment-rules';
import type { SandboxReferences } from './sandbox-references';
import { makeTablePaymentLedger } from './table-payment-ledger';

const slowMs = 3_000;

interface Options {
  part?: Money;
  /** The customer can be asked to confirm the payment. */
  mayAsk?: boolean;
}

/** What the HTTP client of a real provider would throw. */
class SandboxPaymentFault extends Error {
  override readonly name = 'SandboxPaymentFault';
  readonly statusCode = 503;
}

export interface SandboxPaymentsDeps {
  storage: Storage;
  now: () => Date;
  sleep: (ms: number) => Promise<void>;
  /** The pages on which customers confirm payments. */
  references: Pick<SandboxReferences, 'urlOf'>;
}

/**
 * Tokens: `tok_ok`; `tok_declined`; `tok_flaky` (two faults, then success); `tok_slow` (success after three seconds);
 * `tok_lost_reply` (acts, but the first response is lost); `tok_requires_action` (the customer has to confirm the payment on a
 * page). Any other token is declined.
 */
export function makeSandboxPayments({ storage, now, sleep, references }: SandboxPaymentsDeps): Payments {
  const ledger = makeTablePaymentLedger(storage);

  async function act(kind: PaymentOperation, payment: Payment, idempotencyKey: string, { part, mayAsk }: Options = {}) {
    const { orderId, token } = payment;
    if (token === 'tok_slow' && !(await ledger.has(orderId, idempotencyKey))) await sleep(slowMs);
    const next = (books: PaymentBooks) =>
      nextStep(kind, { ...payment, part }, books, {
        ...{ idempotencyKey, at: now().toISOString(), freshId: newId('pay') },
        ...(mayAsk && { mayAsk }),
      });
    const step = await ledger.book(orderId, next, kind === 'authorize');
    if ('faultAt' in step) throw new SandboxPaymentFault(`a fault at ${idempotencyKey}`);
    if ('known' in step) return step.known;
    if (token === 'tok_lost_reply') throw new SandboxPaymentFault(`the answer to ${idempotencyKey} was lost`);
    return step.entry;
  }

  const operation = (kind: PaymentOperation) => async (payment: Payment, idempotencyKey: string, part?: Money) =>
    answer(await act(kind, payment, idempotencyKey, part && { part }));

  async function authorization({ orderId }: Payment): Promise<Result<Authorization, PaymentRefusal>> {
    const books = await ledger.read(orderId);
    const decision = decisionIn(books);
    if (decision?.kind === 'authorize') return answer(decision);
    const request = requestIn(books);
    if (decision || !request) return refused('PAYMENT.NOT_AUTHORIZED', 'Nothing is authorized.');
    const action = { type: 'redirect', url: references.urlOf(orderId) } as const;
    return accepted({ paymentId: request.paymentId, amount: 0, action });
  }

  return {
    async authorize(payment, idempotencyKey, returnUrl) {
      const entry = await act('authorize', payment, idempotencyKey, { mayAsk: returnUrl !== undefined });
      return entry.kind === 'request' ? authorization(payment) : answer(entry);
    },
    authorization,
    capture: operation('capture'),
    void: operation('void'),
    refund: operation('refund'),
  };
}

function answer({ outcome, detail, paymentId, amount }: PaymentEntry): Result<Authorization, PaymentRefusal> {
  return outcome === 'accepted' ? accepted({ paymentId, amount }) : refused(outcome, detail);
}
