// The steps of an order that move money, and their compensations.

import type { Orchestration } from '../../shared/durable/durable';
import { accepted, type Result } from '../../shared/result';
import type { DecisionState } from '../decision-state';
import type { Payment, PaymentReceipt, PaymentRefusal } from '../ports/payments';
import type { OrderActivities, PaymentPart, UnsentMail } from './order-activities';
import { addStep, finishRecord, type RecordOptions, recordingWith, recordSteps } from './record-steps';
import { callActivity, retryPersistently, type Saga } from './saga';

type Paid = Orchestration<Result<DecisionState, PaymentRefusal>>;
/** `awaitsCustomer`: nothing is authorized yet, the customer has to confirm the payment. */
type Authorized = Orchestration<Result<DecisionState & { awaitsCustomer?: true }, PaymentRefusal>>;
type Refunded = Orchestration<Result<PaymentReceipt, PaymentRefusal>>;

/** @param mayAskCustomer without it, a payment that the customer has to confirm is refused. */
export function* authorizePayment(
  saga: Saga,
  payment: Payment,
  options: RecordOptions = {},
  mayAskCustomer = false,
): Authorized {
  const recording = recordingWith(saga, 'authorizePayment', options);
  const asking = mayAskCustomer && ({ mayAskCustomer } as const);
  const paid = yield* callActivity(saga, 'authorizePayment', { ...payment, recording, ...asking });
  if (paid.ok && paid.value.awaitsCustomer) addStep(saga, 'requestPaymentAction');
  return yield* finishAuthorization(saga, paid, options);
}

/** Asks the provider what has come of an authorization that the customer had to confirm. */
export function* checkAuthorization(saga: Saga, payment: Payment, options: RecordOptions = {}): Authorized {
  const recording = recordingWith(saga, 'authorizePayment', options);
  const paid = yield* callActivity(saga, 'checkAuthorization', { ...payment, recording });
  return yield* finishAuthorization(saga, paid, options);
}

export function* capturePayment(saga: Saga, payment: Payment, options: RecordOptions = {}): Paid {
  const recording = recordingWith(saga, 'capturePayment', options);
  const paid = yield* callActivity(saga, 'capturePayment', { ...payment, recording });
  return paid.ok ? yield* finishPayment(saga, 'capturePayment', paid.value, options) : paid;
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

function* finishAuthorization(
  saga: Saga,
  paid: OrderActivities['authorizePayment']['output'],
  options: RecordOptions,
): Authorized {
  if (!paid.ok) return paid;
  const { awaitsCustomer, standing } = paid.value;
  if (!awaitsCustomer) return yield* finishPayment(saga, 'authorizePayment', paid.value, options);
  const decisionState = yield* standing ? finishRecord(saga, standing, {}) : recordSteps(saga);
  return accepted({ ...decisionState, awaitsCustomer });
}

/** The activity also records the payment and the pending steps; if that failed, they are recorded in a call of their own. */
function* finishPayment(
  saga: Saga,
  step: 'authorizePayment' | 'capturePayment',
  { standing }: { standing?: DecisionState & UnsentMail },
  options: RecordOptions,
): Paid {
  addStep(saga, step);
  return accepted(yield* standing ? finishRecord(saga, standing, options) : recordSteps(saga, options));
}
