// Who sends the parcels. Refusals come back as results; whatever is thrown is a fault and may be tried again.

import type { Line } from '../../shared/contracts';
import type { Result } from '../../shared/result';
import type { Address } from '../order';

/** A parcel as the carrier takes it. */
export interface Consignment {
  orderId: string;
  /** `<orderId>:<warehouse>`: the idempotency key, and the name under which the carrier reports on the parcel. */
  reference: string;
  lines: Line[];
  address: Address;
}

export interface Carrier {
  /** One shipment for each reference, however often it is asked for. */
  createShipment(consignment: Consignment): Promise<Result<{ shipmentId: string }, 'SHIPMENT.REFUSED'>>;
  /** Calls a shipment off, also one that was never made (it cannot be made any more then). `SHIPMENT.DISPATCHED`: too late. */
  cancelShipment(orderId: string, reference: string): Promise<Result<{ reference: string }, 'SHIPMENT.DISPATCHED'>>;
}
