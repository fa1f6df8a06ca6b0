// The port to the payment provider. Refusals are results; whatever is thrown is a fault, and the call may be retried.

import type { Money } from '../../shared/money';
import type { Result } from '../../shared/result';
import type { PaymentAction } from '../order';

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

/** With `action` nothing is authorized yet (`amount` is 0): the customer has to confirm the payment first. */
export type Authorization = PaymentReceipt & { action?: PaymentAction };

/** A payment provider. The same idempotency key acts once and always gets the same response. */
export interface Payments {
  /**
   * @param returnUrl where the customer comes back to after confirming the payment. Without it they cannot be asked: a payment
   * that they would have to confirm is refused.
   */
  authorize(
    payment: Payment,
    idempotencyKey: string,
    returnUrl?: string,
  ): Promise<Result<Authorization, PaymentRefusal>>;
  /** What the authorization has come to, after the customer was asked to confirm the payment. Moves nothing. */
  authorization(payment: Payment): Promise<Result<Authorization, PaymentRefusal>>;
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
