// What the sandbox provider answers, given what is in its books about the order.

import type { Payment, PaymentRefusal } from '../orders/ports';

export type PaymentOperation = 'authorize' | 'capture' | 'void' | 'refund';

export interface PaymentDecision {
  outcome: 'accepted' | PaymentRefusal;
  /** Minor units moved; 0 when there was nothing to do, and on refusals. */
  amount: number;
  paymentId: string;
  detail: string;
}

/** A row of the books. */
export interface PaymentEntry extends PaymentDecision {
  orderId: string;
  idempotencyKey: string;
  kind: PaymentOperation;
  token: string;
  currency: string;
  at: string;
}

const goodTokens: ReadonlySet<string> = new Set(['tok_ok', 'tok_flaky', 'tok_slow', 'tok_lost_reply']);

/** `freshId`: the payment's id should this be its first entry. */
export function decide(
  kind: PaymentOperation,
  { amount, token }: Payment,
  books: PaymentEntry[],
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
