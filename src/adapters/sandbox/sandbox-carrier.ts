// A carrier for development and demos. It keeps its books in table `shipments` and, as real carriers do, reports the states of a
// parcel later, by a signed webhook. Reports that are not due yet wait in queue `carrier-reports`.

import type { Carrier, Consignment } from '../../orders/ports/carrier';
import { accepted, refused } from '../../shared/result';
import type { CarrierBooks } from '../storage/shipment-books';
import type { SandboxTracking } from './sandbox-tracking';

/** The postal code that the sandbox carrier refuses. */
const refusedPostalCode = '00000';

export interface SandboxCarrierDeps {
  books: CarrierBooks;
  tracking: SandboxTracking;
}

export function makeSandboxCarrier({ books, tracking }: SandboxCarrierDeps): Carrier {
  return {
    async createShipment({ orderId, reference, address: { postalCode } }: Consignment) {
      const state = postalCode === refusedPostalCode ? 'refused' : 'created';
      const stored = await books.enter(orderId, reference, postalCode, state);
      if (stored.state === 'refused') return refused('SHIPMENT.REFUSED', `No delivery to ${stored.postalCode}.`);
      if (stored.state === 'cancelled') return refused('SHIPMENT.REFUSED', 'The shipment was cancelled.');
      // A crash may have come between the entry and its message. A second message has no effect.
      if (stored.state === 'created') await tracking.announce(stored, 'dispatched');
      if (stored.state === 'dispatched') await tracking.announce(stored, 'delivered');
      return accepted({ shipmentId: stored.shipmentId });
    },

    cancelShipment: books.cancelShipment,
  };
}
