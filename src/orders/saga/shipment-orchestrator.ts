// One parcel: handed to the carrier, then tracked until it is delivered. Its compensation (`cancelShipment`) is registered by the
// order's orchestrator. It never throws: the order waits for all its parcels, and one fault would hide the other results.

import type { DurableContext, Orchestration } from '../../shared/durable/durable';
import { type EventInbox, makeEventInbox } from '../../shared/durable/event-inbox';
import { orchestratorByVersion } from '../../shared/durable/orchestrator-versions';
import { accepted, type Result, refused } from '../../shared/result';
import { type ReportedState, type ShipmentState, statesUpTo } from '../shipment-states';
import type { ShipmentEvents } from './runs';
import { beginSaga, now, type Saga } from './saga';
import type { ShipmentOutcome, ShipmentRun } from './shipment-run';
import { createShipment, recordShipment, withdrawShipments } from './shipment-steps';
import { catchFault } from './step-results';

/** Input: a `ShipmentRun`; instance id: the parcel's reference. */
export const shipmentOrchestrator = orchestratorByVersion<ShipmentOutcome>({ '1.0': runShipment });

function* runShipment(context: DurableContext): Orchestration<ShipmentOutcome> {
  const parcel = context.df.getInput<ShipmentRun>();
  const saga = beginSaga(context, parcel);
  const outcome = yield* catchFault(deliver(saga, parcel));
  if (!outcome.ok && outcome.code !== 'SHIPMENT.WITHDRAWN' && parcel.others.length > 0) {
    yield* catchFault(withdraw(saga, parcel.others));
  }
  return outcome;
}

function* deliver(saga: Saga, parcel: ShipmentRun): Orchestration<ShipmentOutcome> {
  const created = yield* createShipment(saga, parcel);
  if (!created.ok) return created;
  const { shipmentId, recorded, withdrawn } = created.value;
  if (withdrawn) return accepted({ shipmentId, withdrawn });
  let state: ShipmentState = 'created';
  const inbox = makeEventInbox<ShipmentEvents>(saga.context);
  if (!recorded) yield* recordShipment(saga, parcel, { shipmentId, state, at: now(saga) });

  while (state !== 'delivered') {
    const report = yield* nextReport(inbox, shipmentId);
    if (report === 'refunded') return accepted({ shipmentId, withdrawn: true });
    if (report === 'withdrawn') return refused('SHIPMENT.WITHDRAWN', 'another parcel of the order cannot be sent');
    const { at } = report;
    for (const next of statesUpTo(report.state, state)) {
      state = next;
      saga.context.df.setCustomStatus({ state, at });
      yield* recordShipment(saga, parcel, { shipmentId, state, at });
    }
  }
  return accepted({ shipmentId });
}

function* nextReport(
  inbox: EventInbox<ShipmentEvents>,
  shipmentId: string,
): Orchestration<{ state: ReportedState; at: string } | 'withdrawn' | 'refunded'> {
  for (;;) {
    const event = yield* inbox.next('ShipmentDispatched', 'ShipmentDelivered', 'ShipmentWithdrawn');
    if (event.name === 'ShipmentWithdrawn') return event.data?.refund === undefined ? 'withdrawn' : 'refunded';
    const { at, shipmentId: reported = shipmentId } = event.data;
    // A report about another shipment under the parcel's reference says nothing about this one.
    if (reported === shipmentId) return { state: event.name === 'ShipmentDelivered' ? 'delivered' : 'dispatched', at };
  }
}

function* withdraw(saga: Saga, others: string[]): Orchestration<Result<undefined>> {
  yield* withdrawShipments(saga, others);
  return accepted(undefined);
}
