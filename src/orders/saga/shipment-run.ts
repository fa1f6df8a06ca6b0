// The input and output of a parcel's orchestration.

import type { Line } from '../../shared/contracts';
import type { Result } from '../../shared/result';
import type { Address } from '../order';
import { type Parcel, parcelReference } from '../parcels';
import type { ParcelKey } from './order-activities';
import type { OrderRun } from './order-run';

export interface ShipmentRun extends ParcelKey {
  lines: Line[];
  address: Address;
  /** The references of the order's other parcels. */
  others: string[];
}

export type ShipmentRefusal =
  | 'SHIPMENT.REFUSED'
  /** Another parcel of the order cannot be sent. */
  | 'SHIPMENT.WITHDRAWN'
  | 'ORDER.STEP_FAILED';

/** How a parcel's orchestration ends: the parcel has arrived, was withdrawn because it is refunded, or cannot be sent. */
export type ShipmentOutcome = Result<{ shipmentId: string; withdrawn?: true }, ShipmentRefusal>;

/** The contract of the sub-orchestrator; instance id: the parcel's reference. */
export type ShipmentOrchestration = {
  shipmentOrchestrator: { input: ShipmentRun; output: ShipmentOutcome };
};

export function shipmentRuns(
  { customerId, orderId, shippingAddress }: Pick<OrderRun, 'customerId' | 'orderId' | 'shippingAddress'>,
  parcels: Parcel[],
): ShipmentRun[] {
  const references = parcels.map(({ warehouse }) => parcelReference(orderId, warehouse));
  return parcels.map(({ warehouse, lines }) => {
    const reference = parcelReference(orderId, warehouse);
    const others = references.filter((one) => one !== reference);
    return { customerId, orderId, reference, warehouse, lines, address: shippingAddress, others };
  });
}
