// The steps of an order that move money, and their compensations.

import type { Orchestration } from '../../shared/durable/durable';
import { accepted, type Result } from '../../shared/result';
import type { DecisionState } from '../decision-state';
import type { Payment, PaymentReceipt, PaymentRefusal } from '../ports/payments';
import type { PaymentPart } from './order-activities';
import { addStep, finishRecord, type RecordOptions, recordingWith, recordSteps } from './record-steps';
import { callActivity, retryPersistently, type Saga } from './saga';

type Paid = Orchestration<Result<DecisionState, PaymentRefusal>>;
type Refunded = Orchestration<Result<PaymentReceipt, PaymentRefusal>>;

export function authorizePayment(saga: Saga, payment: Payment, options: RecordOptions = {}): Paid {
  return pay(saga, 'authorizePayment', payment, options);
}

export function capturePayment(saga: Saga, payment: Payment, options: RecordOptions = {}): Paid {
  return pay(saga, 'capturePayment', payment, options);
}

/** Releases an authorization; without one it moves nothing. */
export function* voidPayment(saga: Saga, payment: Payment): Refunded {
  return yield* retryPersistently(saga, 'voidPayment', payment);
}

/** Refunds a part of what was captured, or all that is left; without a capture it moves nothing. */
export function* refundPayment(saga: Saga, payment: Payment, refund?: PaymentPart): Refunded {
  const { actKey, part } = refund ?? {};
  const which = { ...(actKey !== undefined && { actKey }), ...(part && { part }) };
  return yield* retryPersistently(saga, 'refundPayment', { ...payment, ...which });
}

/** The activity also records the payment and the pending steps; if that failed, they are recorded in a call of their own. */
function* pay(saga: Saga, step: 'authorizePayment' | 'capturePayment', payment: Payment, options: RecordOptions): Paid {
  const paid = yield* callActivity(saga, step, { ...payment, recording: recordingWith(saga, step, options) });
  if (!paid.ok) return paid;
  addStep(saga, step);
  const { standing } = paid.value;
  return accepted(yield* standing ? finishRecord(saga, standing, options) : recordSteps(saga, options));
}
