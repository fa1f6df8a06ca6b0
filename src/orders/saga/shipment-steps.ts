// The steps of an order's parcels: each parcel has an orchestration of its own, which ends when the parcel has arrived or will
// not be sent.

import { all, type Orchestration, orchestratorSteps } from '../../shared/durable/durable';
import type { Result } from '../../shared/result';
import type { ShipmentState } from '../shipment-states';
import { sendMail } from './mail-steps';
import type { OrderActivities } from './order-activities';
import { callActivity, now, retryPersistently, type Saga } from './saga';
import type { ShipmentOrchestration, ShipmentOutcome, ShipmentRun } from './shipment-run';

/** Sends all parcels (at least one) of an order, and answers when the last one has arrived or will not be sent. */
export function* sendParcels({ context }: Saga, parcels: ShipmentRun[]): Orchestration<ShipmentOutcome[]> {
  const orchestrator = orchestratorSteps<ShipmentOrchestration>(context);
  const shipments = parcels.map((parcel) => orchestrator('shipmentOrchestrator', parcel, parcel.reference));
  return yield* all(context, shipments);
}

/** Hands a parcel to the carrier. `recorded`: whether that is in the order's record already. */
export function* createShipment(
  saga: Saga,
  { reference, warehouse, lines, address }: ShipmentRun,
): Orchestration<OrderActivities['createShipment']['output']> {
  const parcel = { ...saga.key, reference, warehouse };
  return yield* callActivity(saga, 'createShipment', { ...parcel, lines, address, at: now(saga) });
}

/** Records how far a parcel has come, and sends the mail that this brings. */
export function* recordShipment(
  saga: Saga,
  { reference, warehouse }: ShipmentRun,
  shipment: { shipmentId: string; state: ShipmentState; at: string },
): Orchestration<void> {
  const parcel = { ...saga.key, reference, warehouse };
  const { unsent } = yield* retryPersistently(saga, 'recordShipment', { ...parcel, ...shipment });
  yield* sendMail(saga, unsent);
}

/** Calls a parcel off, also one that was never handed over. `SHIPMENT.DISPATCHED`: too late. */
export function* cancelShipment(
  saga: Saga,
  { reference, warehouse }: ShipmentRun,
): Orchestration<Result<unknown, 'SHIPMENT.DISPATCHED'>> {
  const parcel = { ...saga.key, reference, warehouse };
  return yield* retryPersistently(saga, 'cancelShipment', { ...parcel, at: now(saga) });
}

/** Tells the orchestrations of other parcels that nothing of the order is to be sent. */
export function* withdrawShipments(saga: Saga, references: string[]): Orchestration<void> {
  yield* retryPersistently(saga, 'withdrawShipments', { references, at: now(saga) });
}
