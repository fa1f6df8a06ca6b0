// The refund orchestration of version 1.0: the whole payment is refunded, the units are returned to stock if requested, and the
// customer gets a mail. It stays until the last refund that began with it has ended.

import type { DurableContext, Orchestration } from '../../shared/durable/durable';
import type { Result } from '../../shared/result';
import { stateAfter } from '../order-states';
import { sendMail } from './mail-steps';
import type { OrderEnd } from './order-run';
import { refundPayment } from './payment-steps';
import { entryOf } from './record-steps';
import type { WholeRefundRun } from './refund-run';
import { beginSaga, retryPersistently, type Saga } from './saga';
import { allAccepted, catchFault } from './step-results';
import { restockSold } from './stock-steps';

/** Input: a `WholeRefundRun`; instance id: `refund:<orderId>`. */
export function* runWholeRefund(context: DurableContext): Orchestration<OrderEnd> {
  const refund = context.df.getInput<WholeRefundRun>();
  const saga = beginSaga(context, refund);
  const outcome = yield* catchFault(refundAndRestock(saga, refund));
  yield* recordRefund(saga, outcome);
  if (outcome.ok) return { state: stateAfter.refundOrder };
  return { state: stateAfter.failRefund, code: outcome.code, detail: outcome.detail };
}

function* refundAndRestock(saga: Saga, { payment, restock }: WholeRefundRun): Orchestration<Result<unknown>> {
  const refunded = yield* refundPayment(saga, payment);
  if (!refunded.ok || restock.length === 0) return refunded;
  return allAccepted(yield* restockSold(saga, restock));
}

/** Shows the end in the custom status, then records it and sends the mail about it. */
function* recordRefund(saga: Saga, outcome: Result<unknown>): Orchestration<void> {
  const step = outcome.ok
    ? entryOf(saga, 'refundOrder')
    : entryOf(saga, 'failRefund', { code: 'COMPENSATION.FAILED', detail: `${outcome.code}: ${outcome.detail}` });
  const entry = { ...step, by: 'owner' } as const;
  const mail = outcome.ok ? { mail: { event: 'refunded' } as const } : {};
  saga.context.df.setCustomStatus(entry);
  const { unsent } = yield* retryPersistently(saga, 'recordRefund', { ...saga.key, entry, ...mail });
  yield* sendMail(saga, unsent);
}
