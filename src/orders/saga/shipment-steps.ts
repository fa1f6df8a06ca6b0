// The steps that ship an order. Each parcel has an orchestration of its own, which ends when the parcel is delivered or will not
// be sent.

import { all, type Orchestration, orchestratorSteps } from '../../shared/durable/durable';
import type { Result } from '../../shared/result';
import type { ShipmentState } from '../shipment-states';
import { sendMail } from './mail-steps';
import type { OrderActivities } from './order-activities';
import { callActivity, now, retryPersistently, type Saga } from './saga';
import type { ShipmentOrchestration, ShipmentOutcome, ShipmentRun } from './shipment-run';

/** Runs the orchestrations of all parcels (at least one) in parallel, and returns their results. */
export function* sendParcels({ context }: Saga, parcels: ShipmentRun[]): Orchestration<ShipmentOutcome[]> {
  const orchestrator = orchestratorSteps<ShipmentOrchestration>(context);
  const shipments = parcels.map((parcel) => orchestrator('shipmentOrchestrator', parcel, parcel.reference));
  return yield* all(context, shipments);
}

/** Hands a parcel to the carrier. `recorded`: whether the parcel is in the order's record already. */
export function* createShipment(
  saga: Saga,
  { reference, warehouse, lines, address }: ShipmentRun,
): Orchestration<OrderActivities['createShipment']['output']> {
  const parcel = { ...saga.key, reference, warehouse };
  return yield* callActivity(saga, 'createShipment', { ...parcel, lines, address, at: now(saga) });
}

/** Records the state of a parcel, and sends the mail that follows. */
export function* recordShipment(
  saga: Saga,
  { reference, warehouse }: ShipmentRun,
  shipment: { shipmentId: string; state: ShipmentState; at: string },
): Orchestration<void> {
  const parcel = { ...saga.key, reference, warehouse };
  const { unsent } = yield* retryPersistently(saga, 'recordShipment', { ...parcel, ...shipment });
  yield* sendMail(saga, unsent);
}

/** Cancels a parcel, or prevents it if it was never handed over. `SHIPMENT.DISPATCHED`: too late. */
export function* cancelShipment(
  saga: Saga,
  { reference, warehouse }: ShipmentRun,
): Orchestration<Result<unknown, 'SHIPMENT.DISPATCHED'>> {
  const parcel = { ...saga.key, reference, warehouse };
  return yield* retryPersistently(saga, 'cancelShipment', { ...parcel, at: now(saga) });
}

/** Raises `ShipmentWithdrawn` for other parcels of the order. */
export function* withdrawShipments(saga: Saga, references: string[]): Orchestration<void> {
  yield* retryPersistently(saga, 'withdrawShipments', { references, at: now(saga) });
}
