// A refund: parcels that are not on their way are withdrawn, the money is paid back, units return to stock if requested, and the
// customer gets a mail. The order's own orchestration goes on: to it a withdrawn parcel is one that has come to its end.

import { all, type DurableContext, type Orchestration } from '../../shared/durable/durable';
import { orchestratorByVersion } from '../../shared/durable/orchestrator-versions';
import type { Result } from '../../shared/result';
import type { RefundEnd } from '../order';
import { stateAfter } from '../order-states';
import { sendMail } from './mail-steps';
import type { OrderEnd } from './order-run';
import { refundPayment } from './payment-steps';
import type { RefundRun } from './refund-run';
import { beginSaga, now, persistently, retryPersistently, type Saga } from './saga';
import { allAccepted, catchFault } from './step-results';
import { restockUnits } from './stock-steps';
import { runWholeRefund } from './whole-refund';

/** Input: a `RefundRun`; instance id: the `instanceId` of the refund. */
export const refundOrchestrator = orchestratorByVersion<OrderEnd>({ '1.0': runWholeRefund, '1.1': runRefund });

function* runRefund(context: DurableContext): Orchestration<OrderEnd> {
  const refund = context.df.getInput<RefundRun>();
  const saga = beginSaga(context, refund);
  const { number } = refund;
  const begun = yield* retryPersistently(saga, 'beginRefund', { ...saga.key, number, at: now(saga) });
  if (!begun.isDue) return { state: begun.state, code: 'ORDER.ALREADY_REFUNDED' };
  const withdrawn = yield* catchFault(withdrawParcels(saga, refund));
  if (!withdrawn.ok) return yield* endRefund(saga, number, 'failed', withdrawn);
  const refunded = yield* catchFault(refundPayment(saga, refund.payment, refund));
  if (!refunded.ok) {
    return yield* endRefund(saga, number, refunded.code === 'ORDER.STEP_FAILED' ? 'failed' : 'refused', refunded);
  }
  const restocked = yield* catchFault(restock(saga, refund));
  return yield* endRefund(saga, number, restocked.ok ? 'refunded' : 'failed', restocked);
}

/** A parcel that is on its way already is refunded all the same. */
function* withdrawParcels(saga: Saga, { parcels, number }: RefundRun): Orchestration<Result<unknown>> {
  const at = now(saga);
  const withdrawals = parcels.map((parcel) => persistently(saga, 'withdrawParcel', { ...parcel, number, at }));
  const withdrawn = withdrawals.length > 0 ? yield* all(saga.context, withdrawals) : [];
  for (const result of withdrawn) if (result.ok) yield* sendMail(saga, result.value.unsent);
  return allAccepted([]);
}

function* restock(saga: Saga, refund: RefundRun): Orchestration<Result<unknown>> {
  if (refund.restock.length === 0) return allAccepted([]);
  return allAccepted(yield* restockUnits(saga, refund.restock, refund.actKey));
}

/** Records the end, shows it in the custom status, and sends the mail that the record has left. */
function* endRefund(
  saga: Saga,
  number: number,
  outcome: RefundEnd['outcome'],
  result: Result<unknown>,
): Orchestration<OrderEnd> {
  const at = now(saga);
  const why = result.ok ? {} : { code: result.code, detail: result.detail };
  const detail = result.ok ? {} : { detail: `${result.code}: ${result.detail}` };
  const end = { ...saga.key, number, outcome, at, ...detail };
  const { state, unsent, notice } = yield* retryPersistently(saga, 'endRefund', end);
  saga.context.df.setCustomStatus({ at, state, step: result.ok ? 'refundOrder' : 'failRefund', ...why });
  yield* sendMail(saga, unsent, notice);
  return result.ok ? { state } : { state: stateAfter.failRefund, ...why };
}
