// A carrier that the owner works by hand: it takes every parcel, and the owner reports when it is handed over and has arrived.

import type { Carrier } from '../../orders/ports/carrier';
import { accepted, refused } from '../../shared/result';
import type { CarrierBooks } from './shipment-books';

export function makeManualCarrier({ enter, cancelShipment }: CarrierBooks): Carrier {
  return {
    async createShipment({ orderId, reference, address: { postalCode } }) {
      const { state, shipmentId } = await enter(orderId, reference, postalCode, 'created');
      return state === 'cancelled' || state === 'refused'
        ? refused('SHIPMENT.REFUSED', 'The shipment was cancelled.')
        : accepted({ shipmentId });
    },
    cancelShipment,
  };
}
