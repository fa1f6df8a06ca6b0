// The port to the books of the built-in carriers, in which the owner reports what happens to parcels.

import type { BookedParcel, OwnerReport } from '../owner-reports';

export interface ShipmentBooks {
  /**
   * Writes a report into the books, atomically: a parcel is either dispatched or cancelled. A report that is repeated or out of
   * order changes nothing. Returns the parcel as it is then; undefined when the order has no such parcel.
   */
  report(orderId: string, shipmentId: string, report: OwnerReport): Promise<BookedParcel | undefined>;
}
