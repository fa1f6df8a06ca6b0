// The books of the built-in carriers: which parcels they have taken, withdrawn, or been told about by the owner. A parcel is
// either dispatched or cancelled, whoever is first.

import { reported } from '../../orders/owner-reports';
import type { Carrier } from '../../orders/ports/carrier';
import type { ShipmentBooks } from '../../orders/ports/shipment-books';
import { newId } from '../../shared/ids';
import { accepted, refused } from '../../shared/result';
import type { ShipmentEntry, ShipmentLedger } from './table-shipment-ledger';

export interface CarrierBooks extends ShipmentBooks, Pick<Carrier, 'cancelShipment'> {
  /** Enters a parcel unless it is in the books, and returns its entry. */
  enter(orderId: string, reference: string, postalCode: string, state: ShipmentEntry['state']): Promise<ShipmentEntry>;
}

export function makeShipmentBooks({ ledger, now }: { ledger: ShipmentLedger; now: () => Date }): CarrierBooks {
  const enter: CarrierBooks['enter'] = (orderId, reference, postalCode, state) =>
    ledger.insert({ orderId, reference, shipmentId: newId('shp'), state, postalCode, createdAt: now().toISOString() });

  return {
    enter,

    async cancelShipment(orderId, reference) {
      await enter(orderId, reference, '', 'cancelled');
      const { state } = await ledger.change(orderId, reference, (known) =>
        known.state === 'created' ? { state: 'cancelled' } : undefined,
      );
      return state === 'dispatched' || state === 'delivered'
        ? refused('SHIPMENT.DISPATCHED', 'The parcel is on its way.')
        : accepted({ reference });
    },

    async report(orderId, shipmentId, report) {
      const entries = await ledger.ofOrder(orderId);
      const found = entries.find((entry) => entry.shipmentId === shipmentId);
      return found && ledger.change(orderId, found.reference, (known) => reported(known, report));
    },
  };
}
