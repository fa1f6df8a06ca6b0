// The story of one parcel: handed to the carrier, then followed until it has arrived.
// Its undo (`cancelShipment`) is registered by the order's orchestrator, before this one starts. It never throws: a fault of
// one parcel would leave the others unheard.

import type { DurableContext, Orchestration } from '../../shared/durable/durable';
import { makeEventInbox } from '../../shared/durable/event-inbox';
import { orchestratorByVersion } from '../../shared/durable/orchestrator-versions';
import { accepted, type Result, refused } from '../../shared/result';
import { type ShipmentState, shipmentStates } from '../order';
import { catchFault, makeOrderSteps, type OrderSteps } from './order-steps';
import type { ShipmentEvents } from './runs';
import type { ShipmentRefusal, ShipmentRun } from './shipment-run';

type Journey = Result<{ shipmentId: string }, ShipmentRefusal>;

/** Input: a `ShipmentRun`; instance id: the parcel's reference. */
export const shipmentOrchestrator = orchestratorByVersion<Journey>({ '1.0': runShipment });

function* runShipment(context: DurableContext): Orchestration<Journey> {
  const parcel = context.df.getInput<ShipmentRun>();
  const steps = makeOrderSteps(context, parcel);
  const journey = yield* catchFault(travel(context, parcel, steps));
  if (!journey.ok && journey.code !== 'SHIPMENT.WITHDRAWN' && parcel.others.length > 0) {
    yield* catchFault(withdrawOthers(parcel, steps));
  }
  return journey;
}

function* travel(context: DurableContext, parcel: ShipmentRun, steps: OrderSteps): Orchestration<Journey> {
  const { customerId, orderId, reference, warehouse, lines, address } = parcel;
  const key = { customerId, orderId, reference, warehouse };
  const created = yield* steps.activity('createShipment', { ...key, lines, address, at: steps.now() });
  if (!created.ok) return created;
  const { shipmentId, recorded } = created.value;

  const inbox = makeEventInbox<ShipmentEvents>(context);
  let state: ShipmentState = 'created';
  if (!recorded) yield* steps.retryPersistently('recordShipment', { ...key, shipmentId, state, at: steps.now() });
  while (state !== 'delivered') {
    const event = yield* inbox.next('ShipmentDispatched', 'ShipmentDelivered', 'ShipmentWithdrawn');
    if (event.name === 'ShipmentWithdrawn')
      return refused('SHIPMENT.WITHDRAWN', 'another parcel of the order cannot be sent');
    for (const next of statesUpTo(event.name, state)) {
      state = next;
      context.df.setCustomStatus({ state, at: event.data.at });
      const { unsent } = yield* steps.retryPersistently('recordShipment', {
        ...key,
        shipmentId,
        state,
        at: event.data.at,
      });
      yield* steps.mailLater(unsent);
    }
  }
  return accepted({ shipmentId });
}

/** What a report makes of a parcel: reports may be repeated, come late, or (a delivery) be the first that is heard. */
function statesUpTo(event: 'ShipmentDispatched' | 'ShipmentDelivered', now: ShipmentState) {
  const reached = event === 'ShipmentDelivered' ? 'delivered' : 'dispatched';
  return (['dispatched', 'delivered'] as const).filter((state) => isAfter(state, now) && !isAfter(state, reached));
}

function isAfter(state: ShipmentState, other: ShipmentState): boolean {
  return shipmentStates.indexOf(state) > shipmentStates.indexOf(other);
}

function* withdrawOthers({ others }: ShipmentRun, steps: OrderSteps): Orchestration<Result<{ told: number }>> {
  return accepted(yield* steps.retryPersistently('withdrawShipments', { references: others, at: steps.now() }));
}
