// What the sandbox provider does next and what it answers, given what is in its books about the order.

import type { Payment, PaymentRefusal } from '../../orders/ports/payments';

export type PaymentOperation = 'authorize' | 'capture' | 'void' | 'refund';

export interface PaymentDecision {
  outcome: 'accepted' | PaymentRefusal;
  /** Minor units moved; 0 when there was nothing to do, and on refusals. */
  amount: number;
  paymentId: string;
  detail: string;
}

/** One act in the books. */
export interface PaymentEntry extends PaymentDecision {
  orderId: string;
  idempotencyKey: string;
  kind: PaymentOperation;
  token: string;
  currency: string;
  at: string;
}

/** All about one order. What is in the books stays as it is: they only grow. */
export interface PaymentBooks {
  /** In the order in which they were decided. */
  entries: readonly PaymentEntry[];
  /** Idempotency keys, each as often as a fault was thrown under it. */
  faults: readonly string[];
}

/** What is there already, or what is to be booked: an act, or that a fault is thrown. */
export type PaymentStep = { known: PaymentEntry } | { entry: PaymentEntry } | { faultAt: string };

/** How often `tok_flaky` fails under each key. */
const faultsOfFlaky = 2;
const goodTokens: ReadonlySet<string> = new Set(['tok_ok', 'tok_flaky', 'tok_slow', 'tok_lost_reply']);

/** The first entry under a key stays. Faults are counted in the books, so that there are two in all, whoever asks. */
export function nextStep(
  kind: PaymentOperation,
  payment: Payment,
  { entries, faults }: PaymentBooks,
  { idempotencyKey, at, freshId }: { idempotencyKey: string; at: string; freshId: string },
): PaymentStep {
  const known = entries.find((entry) => entry.idempotencyKey === idempotencyKey);
  if (known) return { known };
  const thrown = faults.filter((key) => key === idempotencyKey).length;
  if (payment.token === 'tok_flaky' && thrown < faultsOfFlaky) return { faultAt: idempotencyKey };
  const { orderId, token, amount } = payment;
  const decision = decide(kind, payment, entries, freshId);
  return { entry: { orderId, idempotencyKey, kind, token, currency: amount.currency, at, ...decision } };
}

/** `freshId`: the payment's id should this be its first entry. */
export function decide(
  kind: PaymentOperation,
  { amount, token }: Payment,
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
  const [authorized, captured, voided, refunded] = [
    moved('authorize'),
    moved('capture'),
    moved('void'),
    moved('refund'),
  ];

  switch (kind) {
    case 'authorize':
      if (voided) return refuse('PAYMENT.NOT_AUTHORIZED', 'The payment was called off.');
      return goodTokens.has(token) ? accept(amount.amount) : refuse('PAYMENT.DECLINED', 'The card was declined.');
    case 'capture':
      if (!authorized || voided || refunded) return refuse('PAYMENT.NOT_AUTHORIZED', 'Nothing is authorized.');
      if (amount.amount > authorized.amount) return refuse('PAYMENT.NOT_AUTHORIZED', 'More than was authorized.');
      return accept(amount.amount);
    case 'void':
      if (captured && !refunded) return refuse('PAYMENT.CAPTURED', 'The money was taken: refund it.');
      return accept(captured ? 0 : (authorized?.amount ?? 0));
    case 'refund':
      return accept(captured?.amount ?? 0);
  }
}
