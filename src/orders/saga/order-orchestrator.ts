// An order, step by step from the reservation of stock to the delivery; when a step fails, all steps before it are undone.

import type { DurableContext, Orchestration } from '../../shared/durable/durable';
import { makeEventInbox } from '../../shared/durable/event-inbox';
import { orchestratorByVersion } from '../../shared/durable/orchestrator-versions';
import { accepted, type Refused, type Result, refused } from '../../shared/result';
import { stateAfter } from '../order-states';
import { parcelsOf } from '../parcels';
import { undoDetail } from '../resolutions';
import { awaitApproval } from './approval-wait';
import { makeOrderCompensations, type OrderCompensations } from './order-compensations';
import { type OrderEnd, type OrderRun, paymentOf } from './order-run';
import { capturePayment } from './payment-steps';
import { awaitAuthorization } from './payment-wait';
import { addStep, closeCancellation, recordSteps } from './record-steps';
import type { OrderEvents } from './runs';
import { beginSaga, type Saga } from './saga';
import { shipmentRuns } from './shipment-run';
import { sendParcels } from './shipment-steps';
import { allAccepted, catchFault } from './step-results';
import { commitStock, reserveStock, soldLines } from './stock-steps';

/** Input: an `OrderRun`; instance id: the order's id. */
export const orderOrchestrator = orchestratorByVersion<OrderEnd>({
  '1.0': (context) => runOrder(context, withoutPaymentAction(context.df.getInput())),
  '1.1': (context) => runOrder(context, context.df.getInput()),
});

/** Version 1.0 does not wait for a customer to confirm the payment. */
function withoutPaymentAction({ paymentAction: _unknown, ...order }: OrderRun): OrderRun {
  return order;
}

function* runOrder(context: DurableContext, order: OrderRun): Orchestration<OrderEnd> {
  const saga = beginSaga(context, order);
  const compensations = makeOrderCompensations(saga);
  const outcome = yield* catchFault(fulfil(saga, order, compensations));
  if (!outcome.ok) return yield* undo(saga, compensations, outcome);
  return { state: outcome.value === 'delivered' ? stateAfter.deliverShipments : stateAfter.refundOrder };
}

/**
 * Each compensation is registered before the step that it undoes. The customer can cancel until the authorization is recorded,
 * or until the approval if one is needed.
 */
function* fulfil(
  saga: Saga,
  order: OrderRun,
  compensations: OrderCompensations,
): Orchestration<Result<'delivered' | 'refunded'>> {
  const { lines, paymentAction, approval } = order;
  const payment = paymentOf(order);
  const inbox = makeEventInbox<OrderEvents>(saga.context);

  compensations.register('releaseStock', lines);
  const reserved = allAccepted(yield* reserveStock(saga, lines, expiryOf(saga, order)));
  if (!reserved.ok) return reserved;
  addStep(saga, 'reserveStock');

  compensations.register('voidPayment', payment);
  const closing = approval ? {} : ({ closesCancellation: true } as const);
  const authorized = yield* awaitAuthorization(saga, payment, paymentAction, inbox, closing);
  if (!authorized.ok) return authorized;
  let { cancelRequested } = authorized.value;
  if (approval) {
    const approved = yield* awaitApproval(saga, approval, inbox);
    if (!approved.ok) return approved;
    ({ cancelRequested } = yield* closeCancellation(saga));
  }
  if (cancelRequested) return refused('ORDER.CANCELLED', 'The customer has cancelled.');

  compensations.register(
    'restockStock',
    lines.map(({ sku }) => ({ sku })),
  );
  const commits = yield* commitStock(saga, lines);
  compensations.update('restockStock', soldLines(lines, commits));
  const committed = allAccepted(commits);
  if (!committed.ok) return committed;

  compensations.register('refundPayment', payment);
  const captured = yield* capturePayment(saga, payment, { mail: { event: 'confirmed' } });
  if (!captured.ok) return captured;

  const parcels = shipmentRuns(order, parcelsOf(lines));
  for (const parcel of parcels) compensations.register('cancelShipment', parcel);
  const delivered = allAccepted(yield* sendParcels(saga, parcels), 'SHIPMENT.WITHDRAWN');
  if (!delivered.ok) return delivered;
  // For the custom status only: the last parcel has recorded the step, or the refund that has withdrawn all of them.
  const isRefunded = delivered.value.every(({ withdrawn }) => withdrawn);
  addStep(saga, isRefunded ? 'refundOrder' : 'deliverShipments');
  return accepted(isRefunded ? 'refunded' : 'delivered');
}

function* undo(saga: Saga, compensations: OrderCompensations, cause: Refused): Orchestration<OrderEnd> {
  const undone = yield* compensations.run();
  if (!undone.ok) {
    const { code } = undone;
    const detail = undoDetail(undone.detail, cause);
    addStep(saga, 'undoOrder', { code, detail });
    yield* recordSteps(saga);
    return { state: stateAfter.undoOrder, code, detail };
  }
  const { code, detail } = cause;
  const end = code === 'ORDER.CANCELLED' ? 'cancelOrder' : 'refuseOrder';
  addStep(saga, end, cause);
  yield* recordSteps(saga, { mail: { event: stateAfter[end], reason: code } });
  return { state: stateAfter[end], code, detail };
}

/** When the reservation of stock expires. */
function expiryOf({ context }: Saga, { reservationTtlMs }: OrderRun): string {
  return new Date(context.df.currentUtcDateTime.getTime() + reservationTtlMs).toISOString();
}
