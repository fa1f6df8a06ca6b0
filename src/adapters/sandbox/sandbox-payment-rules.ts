// The rules of the sandbox provider: what it does and answers, given its books of the order.

import type { Payment, PaymentRefusal } from '../../orders/ports/payments';
import type { Money } from '../../shared/money';

export type PaymentOperation = 'authorize' | 'capture' | 'void' | 'refund';

export interface PaymentDecision {
  outcome: 'accepted' | PaymentRefusal;
  /** What was moved, in minor units; 0 when there was nothing to do, and for refusals. */
  amount: number;
  paymentId: string;
  detail: string;
}

/** One operation in the books. */
export interface PaymentEntry extends PaymentDecision {
  orderId: string;
  idempotencyKey: string;
  /** `request`: the customer was asked to confirm the payment. */
  kind: PaymentOperation | 'request';
  token: string;
  currency: string;
  at: string;
  /** Of a request: the amount to confirm, in minor units. */
  due?: number;
}

/** The books of one order. They are append-only. */
export interface PaymentBooks {
  /** In the order of the decisions. */
  entries: readonly PaymentEntry[];
  /** Idempotency keys, one for each fault that was thrown. */
  faults: readonly string[];
}

/** The entry that is known already, or what is to be booked: an entry, or a fault. */
export type PaymentStep = { known: PaymentEntry } | { entry: PaymentEntry } | { faultAt: string };

/** How often `tok_flaky` fails under each key. */
const faultsOfFlaky = 2;
const goodTokens: ReadonlySet<string> = new Set(['tok_ok', 'tok_flaky', 'tok_slow', 'tok_lost_reply']);

/** The customer has to confirm a payment with this token. */
const askingToken = 'tok_requires_action';

/** The first entry of a key is final. Faults are counted in the books, so that all processes together throw two. */
export function nextStep(
  kind: PaymentOperation,
  payment: Payment & { part?: Money | undefined },
  { entries, faults }: PaymentBooks,
  { idempotencyKey, at, freshId, mayAsk }: { idempotencyKey: string; at: string; freshId: string; mayAsk?: boolean },
): PaymentStep {
  const known = entries.find((entry) => entry.idempotencyKey === idempotencyKey);
  if (known) return { known };
  const thrown = faults.filter((key) => key === idempotencyKey).length;
  if (payment.token === 'tok_flaky' && thrown < faultsOfFlaky) return { faultAt: idempotencyKey };
  const { orderId, token, amount } = payment;
  const common = { orderId, idempotencyKey, token, currency: amount.currency, at };
  if (kind === 'authorize' && token === askingToken && mayAsk && !entries.some((entry) => entry.kind === 'void')) {
    const nothing = { outcome: 'accepted', amount: 0, detail: '' } as const;
    return { entry: { ...common, ...nothing, kind: 'request', paymentId: freshId, due: amount.amount } };
  }
  return { entry: { ...common, kind, ...decide(kind, payment, entries, freshId) } };
}

/** `freshId`: the id of the payment, if this is its first entry. */
export function decide(
  kind: PaymentOperation,
  { amount, token, part }: Payment & { part?: Money | undefined },
  books: readonly PaymentEntry[],
  freshId: string,
): PaymentDecision {
  const moved = (of: PaymentOperation) => books.find((entry) => entry.kind === of && entry.outcome === 'accepted');
  const paymentId = books[0]?.paymentId ?? freshId;
  const accept = (units: number): PaymentDecision => ({ outcome: 'accepted', amount: units, paymentId, detail: '' });
  const refuse = (outcome: PaymentRefusal, detail: string): PaymentDecision => ({
    outcome,
    amount: 0,
    paymentId,
    detail,
  });
  const [authorized, captured, voided] = [moved('authorize'), moved('capture'), moved('void')];
  const refunds = books.filter((entry) => entry.kind === 'refund' && entry.outcome === 'accepted');
  const left = refunds.reduce((units, entry) => units - entry.amount, captured?.amount ?? 0);

  switch (kind) {
    case 'authorize':
      if (voided) return refuse('PAYMENT.NOT_AUTHORIZED', 'The payment was voided.');
      return goodTokens.has(token) ? accept(amount.amount) : refuse('PAYMENT.DECLINED', 'The card was declined.');
    case 'capture':
      if (!authorized || voided || refunds.length > 0)
        return refuse('PAYMENT.NOT_AUTHORIZED', 'Nothing is authorized.');
      if (amount.amount > authorized.amount) return refuse('PAYMENT.NOT_AUTHORIZED', 'More than was authorized.');
      return accept(amount.amount);
    case 'void':
      if (captured && left > 0) return refuse('PAYMENT.CAPTURED', 'The payment was captured: refund it.');
      return accept(captured ? 0 : (authorized?.amount ?? 0));
    case 'refund':
      return accept(Math.min(part?.amount ?? left, left));
  }
}
