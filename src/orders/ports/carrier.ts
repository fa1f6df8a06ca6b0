// The port to the carrier. Refusals are results; whatever is thrown is a fault, and the call may be retried.

import type { Line } from '../../shared/contracts';
import type { Result } from '../../shared/result';
import type { Address } from '../order';

/** A parcel as it is handed to the carrier. */
export interface Consignment {
  orderId: string;
  /** `<orderId>:<warehouse>`: the idempotency key, and the reference in the carrier's reports. */
  reference: string;
  lines: Line[];
  address: Address;
}

export interface Carrier {
  /** Creates one shipment for each reference, however often it is called. */
  createShipment(consignment: Consignment): Promise<Result<{ shipmentId: string }, 'SHIPMENT.REFUSED'>>;
  /** Cancels a shipment, or prevents it if it was never created. `SHIPMENT.DISPATCHED`: too late. */
  cancelShipment(orderId: string, reference: string): Promise<Result<{ reference: string }, 'SHIPMENT.DISPATCHED'>>;
}
