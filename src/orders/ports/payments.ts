// The port to the payment provider. Refusals are results; whatever is thrown is a fault, and the call may be retried.

import type { Money } from '../../shared/money';
import type { Result } from '../../shared/result';

/** What is to be paid: enough for the provider to find the payment again when a response was lost. */
export interface Payment {
  orderId: string;
  amount: Money;
  /** The provider's reference to the payment method. */
  token: string;
  /** The customer who placed the order: a report from the provider then finds it quickly. Missing in inputs of earlier releases. */
  customerId?: string;
  /** When the order was placed; ISO 8601, UTC. Missing in inputs of earlier releases. */
  placedAt?: string;
}

/** `PAYMENT.AMOUNT_REFUSED`: the provider does not accept the amount, or not in this currency. */
export type PaymentRefusal =
  | 'PAYMENT.DECLINED'
  | 'PAYMENT.AMOUNT_REFUSED'
  | 'PAYMENT.NOT_AUTHORIZED'
  | 'PAYMENT.CAPTURED';

/** `amount`: what the operation moved, in minor units; 0 when it had nothing to do. */
export interface PaymentReceipt {
  /** Empty if no payment was ever made. */
  paymentId: string;
  amount: number;
}

/** A payment provider. The same idempotency key acts once and always gets the same response. */
export interface Payments {
  authorize(payment: Payment, idempotencyKey: string): Promise<Result<PaymentReceipt, PaymentRefusal>>;
  /** Charges what was authorized. */
  capture(payment: Payment, idempotencyKey: string): Promise<Result<PaymentReceipt, PaymentRefusal>>;
  /**
   * Releases an authorization; without one, or after everything was refunded, it moves nothing. `PAYMENT.CAPTURED`: refund
   * instead.
   */
  void(payment: Payment, idempotencyKey: string): Promise<Result<PaymentReceipt, PaymentRefusal>>;
  /**
   * Refunds a part of what was captured, or all that is left of it. All refunds of a payment together never exceed what was
   * captured: one that asks for more gets what is left. Without a capture it moves nothing, and prevents a later capture.
   */
  refund(payment: Payment, idempotencyKey: string, part?: Money): Promise<Result<PaymentReceipt, PaymentRefusal>>;
}
