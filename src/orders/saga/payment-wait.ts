// Authorizes the payment of an order, and waits for the customer if they have to confirm it. It ends when the provider says so, when
// the time is over, or when the order is cancelled. Events only wake it: the provider and the order's record are asked each time.

import type { Orchestration } from '../../shared/durable/durable';
import type { EventInbox } from '../../shared/durable/event-inbox';
import { accepted, type Result, refused } from '../../shared/result';
import type { DecisionState } from '../decision-state';
import type { Payment, PaymentRefusal } from '../ports/payments';
import type { PaymentActionWait } from './order-run';
import { authorizePayment, checkAuthorization } from './payment-steps';
import type { RecordOptions } from './record-steps';
import type { OrderEvents } from './runs';
import type { Saga } from './saga';

export type Unpaid = PaymentRefusal | 'PAYMENT.NOT_CONFIRMED' | 'ORDER.CANCELLED';

/** @param wait without it the customer is not asked: a payment that takes that is refused. */
export function* awaitAuthorization(
  saga: Saga,
  payment: Payment,
  wait: PaymentActionWait | undefined,
  inbox: EventInbox<OrderEvents>,
  options: RecordOptions,
): Orchestration<Result<DecisionState, Unpaid>> {
  if (!wait) return yield* authorizePayment(saga, payment, options);
  let paid = yield* authorizePayment(saga, payment, options, true);
  const deadline = new Date(saga.context.df.currentUtcDateTime.getTime() + wait.timeoutMs);
  let isOver = false;
  while (paid.ok && paid.value.awaitsCustomer) {
    if (paid.value.cancelRequested) return refused('ORDER.CANCELLED', 'The customer has cancelled.');
    if (isOver) return refused('PAYMENT.NOT_CONFIRMED', 'The payment was not confirmed in time.');
    const event = yield* inbox.nextUntil(deadline, 'PaymentReported', 'CancelRequested');
    isOver = event === undefined;
    if (event?.name === 'CancelRequested') return refused('ORDER.CANCELLED', 'The customer has cancelled.');
    paid = yield* checkAuthorization(saga, payment, options);
  }
  return paid.ok ? accepted(paid.value) : paid;
}
