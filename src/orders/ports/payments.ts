// Who takes the money. Refusals come back as results; whatever is thrown is a fault and may be tried again.

import type { Money } from '../../shared/money';
import type { Result } from '../../shared/result';

/** What is to be paid: enough for a provider to find the payment again when its answer was lost. */
export interface Payment {
  orderId: string;
  amount: Money;
  /** The provider's reference to the means of payment. */
  token: string;
}

export type PaymentRefusal = 'PAYMENT.DECLINED' | 'PAYMENT.NOT_AUTHORIZED' | 'PAYMENT.CAPTURED';

/** `amount`: what the operation moved, in minor units; 0 when there was nothing to do. */
export interface PaymentReceipt {
  paymentId: string;
  amount: number;
}

/** A payment provider. The same idempotency key acts once and always gets the same answer. */
export interface Payments {
  authorize(payment: Payment, idempotencyKey: string): Promise<Result<PaymentReceipt, PaymentRefusal>>;
  /** Takes what was authorized. */
  capture(payment: Payment, idempotencyKey: string): Promise<Result<PaymentReceipt, PaymentRefusal>>;
  /** Gives an authorization back; without one, or once a capture was refunded, it moves nothing. `PAYMENT.CAPTURED`: refund instead. */
  void(payment: Payment, idempotencyKey: string): Promise<Result<PaymentReceipt, PaymentRefusal>>;
  /** Gives back what was captured; without a capture it moves nothing. */
  refund(payment: Payment, idempotencyKey: string): Promise<Result<PaymentReceipt, PaymentRefusal>>;
}
