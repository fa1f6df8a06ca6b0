// A carrier for development and demos. It keeps its books in table `shipments` and, as real carriers do, reports the states of a
// parcel later, by a signed webhook. Reports that are not due yet wait in queue `carrier-reports`.

import type { Carrier, Consignment } from '../../orders/ports/carrier';
import { newId } from '../../shared/ids';
import { accepted, refused } from '../../shared/result';
import type { SandboxTracking } from './sandbox-tracking';
import type { ShipmentEntry, ShipmentLedger } from './table-shipment-ledger';

/** The postal code that the sandbox carrier refuses. */
const refusedPostalCode = '00000';

export interface SandboxCarrierDeps {
  ledger: ShipmentLedger;
  tracking: SandboxTracking;
  now: () => Date;
}

export function makeSandboxCarrier({ ledger, tracking, now }: SandboxCarrierDeps): Carrier {
  const entry = (orderId: string, reference: string, postalCode: string, state: ShipmentEntry['state']) =>
    ledger.insert({
      orderId,
      reference,
      shipmentId: newId('shp'),
      state,
      postalCode,
      createdAt: now().toISOString(),
    });

  return {
    async createShipment({ orderId, reference, address: { postalCode } }: Consignment) {
      const state = postalCode === refusedPostalCode ? 'refused' : 'created';
      const stored = await entry(orderId, reference, postalCode, state);
      if (stored.state === 'refused') return refused('SHIPMENT.REFUSED', `No delivery to ${stored.postalCode}.`);
      if (stored.state === 'cancelled') return refused('SHIPMENT.REFUSED', 'The shipment was cancelled.');
      // A crash may have come between the entry and its message. A second message has no effect.
      if (stored.state === 'created') await tracking.announce(stored, 'dispatched');
      if (stored.state === 'dispatched') await tracking.announce(stored, 'delivered');
      return accepted({ shipmentId: stored.shipmentId });
    },

    async cancelShipment(orderId, reference) {
      await entry(orderId, reference, '', 'cancelled');
      const { state } = await ledger.change(orderId, reference, (known) =>
        known.state === 'created' ? { state: 'cancelled' } : undefined,
      );
      return state === 'dispatched' || state === 'delivered'
        ? refused('SHIPMENT.DISPATCHED', 'The parcel is on its way.')
        : accepted({ reference });
    },
  };
}
