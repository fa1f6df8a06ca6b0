// A carrier for everybody who has none: it keeps its books in table `shipments` and, as real ones do, tells later by signed
// webhook how far a parcel is. What it will tell waits in queue `carrier-reports` until its time.

import type { Carrier, Consignment } from '../orders/ports';
import { newId } from '../shared/ids';
import { accepted, refused } from '../shared/result';
import { type CarrierMessage, carrierQueueName } from './sandbox-carrier-reports';
import type { Storage } from './storage';
import type { ShipmentEntry, ShipmentLedger } from './table-shipment-ledger';

/** The one place on earth that the sandbox carrier does not deliver to. */
const refusedPostalCode = '00000';

export interface SandboxCarrierDeps {
  storage: Storage;
  ledger: ShipmentLedger;
  /** After the shipment was created. */
  dispatchAfterMs: number;
  deliverAfterMs: number;
  now: () => Date;
}

export function makeSandboxCarrier({
  storage,
  ledger,
  dispatchAfterMs,
  deliverAfterMs,
  now,
}: SandboxCarrierDeps): Carrier {
  const entry = (orderId: string, reference: string, postalCode: string, state: ShipmentEntry['state']) =>
    ledger.insert({
      orderId,
      reference,
      shipmentId: newId('shp'),
      state,
      postalCode,
      createdAt: now().toISOString(),
    });

  async function announce({ orderId, reference, shipmentId }: ShipmentEntry): Promise<void> {
    const queue = await storage.queue(carrierQueueName);
    const send = (event: CarrierMessage['event'], afterMs: number) => {
      const message: CarrierMessage = { orderId, reference, shipmentId, event };
      return queue.sendMessage(Buffer.from(JSON.stringify(message)).toString('base64'), {
        visibilityTimeout: Math.ceil(afterMs / 1000),
      });
    };
    await send('dispatched', dispatchAfterMs);
    await send('delivered', deliverAfterMs);
  }

  return {
    async createShipment({ orderId, reference, address: { postalCode } }: Consignment) {
      const state = postalCode === refusedPostalCode ? 'refused' : 'created';
      const stored = await entry(orderId, reference, postalCode, state);
      if (stored.state === 'refused') return refused('SHIPMENT.REFUSED', `No delivery to ${stored.postalCode}.`);
      if (stored.state === 'cancelled') return refused('SHIPMENT.REFUSED', 'The shipment was called off.');
      // Whoever made the entry may have died before all reports were in the queue; a report that comes twice does no harm.
      if (stored.state !== 'delivered') await announce(stored);
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
