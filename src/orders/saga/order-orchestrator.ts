// The story of an order, from the stock to the customer's door, and back again when it cannot go on.

import { all, type DurableContext, type Orchestration, orchestratorSteps } from '../../shared/durable/durable';
import { orchestratorByVersion } from '../../shared/durable/orchestrator-versions';
import { type Result, refused } from '../../shared/result';
import { parcelsOf } from '../parcels';
import { awaitApproval } from './approval-wait';
import { makeOrderCompensations, type OrderCompensations } from './order-compensations';
import { type OrderEnd, type OrderRun, paymentOf } from './order-run';
import { allAccepted, binding, catchFault, makeOrderSteps, type OrderSteps } from './order-steps';
import { type ShipmentOrchestration, shipmentRuns } from './shipment-run';

/** Input: an `OrderRun`; instance id: the order's id. */
export const orderOrchestrator = orchestratorByVersion<OrderEnd>({ '1.0': runOrder });

function* runOrder(context: DurableContext): Orchestration<OrderEnd> {
  const order = context.df.getInput<OrderRun>();
  const steps = makeOrderSteps(context, order);
  const compensations = makeOrderCompensations(context, order, steps);

  const outcome = yield* catchFault(fulfil(context, order, steps, compensations));
  if (outcome.ok) return { state: 'delivered' };

  const undone = yield* compensations.run();
  if (!undone.ok) {
    const detail = `${undone.detail}; undoing because of ${outcome.code}: ${outcome.detail}`;
    steps.note('compensationFailed', 'undoOrder', { code: undone.code, detail });
    yield* steps.record();
    return { state: 'compensationFailed', code: undone.code, detail };
  }
  const { state, step, mail } = endings[outcome.code === 'ORDER.CANCELLED' ? 'cancelled' : 'refused'];
  steps.note(state, step, outcome);
  yield* steps.record({ event: mail, reason: outcome.code });
  return { state, code: outcome.code, detail: outcome.detail };
}

const endings = {
  cancelled: { state: 'cancelled', step: 'cancelOrder', mail: 'cancelled' },
  refused: { state: 'refused', step: 'refuseOrder', mail: 'refused' },
} as const;

function* fulfil(
  context: DurableContext,
  order: OrderRun,
  steps: OrderSteps,
  compensations: OrderCompensations,
): Orchestration<Result<unknown>> {
  const { pay, stock, note } = steps;
  const { orderId, lines } = order;
  const payment = paymentOf(order);
  const expiresAt = new Date(context.df.currentUtcDateTime.getTime() + order.reservationTtlMs).toISOString();

  compensations.register('releaseStock', lines);
  const reservations = lines.map(({ sku, quantity }) => stock(sku, 'reserve', { orderId, quantity, expiresAt }));
  const reserved = allAccepted(yield* all(context, reservations));
  if (!reserved.ok) return reserved;
  note('reserved', 'reserveStock');

  compensations.register('voidPayment', payment);
  const authorized = yield* pay('authorizePayment', payment, 'authorized', order.approval ? {} : binding);
  if (!authorized.ok) return authorized;

  let standing = authorized.value;
  if (order.approval) {
    const approved = yield* awaitApproval(context, order.approval, steps);
    if (!approved.ok) return approved;
    standing = yield* steps.bind();
  }
  if (standing.cancelRequested) return refused('ORDER.CANCELLED', 'The customer has cancelled.');

  compensations.register('restockStock', lines);
  const commitments = lines.map(({ sku }) => stock(sku, 'commit', { orderId }));
  const committed = allAccepted(yield* all(context, commitments));
  if (!committed.ok) return committed;

  compensations.register('refundPayment', payment);
  const captured = yield* pay('capturePayment', payment, 'captured', { mail: { event: 'confirmed' } });
  if (!captured.ok) return captured;

  const delivered = allAccepted(yield* ship(context, order, compensations), 'SHIPMENT.WITHDRAWN');
  if (!delivered.ok) return delivered;
  // Shown only: the last parcel has recorded it and told the customer, unless he was refunded meanwhile.
  note('delivered', 'deliverShipments');
  return delivered;
}

/** Each parcel has an orchestration of its own, which ends when the parcel has arrived or will not be sent. */
function* ship(context: DurableContext, order: OrderRun, compensations: OrderCompensations) {
  const parcels = shipmentRuns(order, parcelsOf(order.lines));
  for (const parcel of parcels) compensations.register('cancelShipment', parcel);
  const orchestrator = orchestratorSteps<ShipmentOrchestration>(context);
  const journeys = parcels.map((parcel) => orchestrator('shipmentOrchestrator', parcel, parcel.reference));
  return yield* all(context, journeys);
}
