// The sandbox carrier's books in table `shipments`: partition key order, row key the parcel's reference, one row a parcel.

import type { Storage } from './storage';
import { isStatus } from './storage-error';

export interface ShipmentEntry {
  orderId: string;
  reference: string;
  shipmentId: string;
  state: 'refused' | 'created' | 'dispatched' | 'delivered' | 'cancelled';
  postalCode: string;
  createdAt: string;
}

export interface ShipmentLedger {
  /** The first entry under a reference stays; answers with the one that is there now. */
  insert(entry: ShipmentEntry): Promise<ShipmentEntry>;
  /** Applies a change to the entry as it is at that moment; `undefined` changes nothing. Answers with the entry after it. */
  change(
    orderId: string,
    reference: string,
    change: (entry: ShipmentEntry) => Partial<ShipmentEntry> | undefined,
  ): Promise<ShipmentEntry>;
}

type ShipmentRow = ShipmentEntry & { partitionKey: string; rowKey: string };

const attempts = 8;

export function makeTableShipmentLedger(storage: Storage): ShipmentLedger {
  const table = () => storage.table('shipments');

  async function read(orderId: string, reference: string) {
    const row = await (await table()).getEntity<ShipmentRow>(orderId, reference);
    return { entry: entryOf(row), etag: row.etag };
  }

  return {
    async insert(entry) {
      try {
        await (await table()).createEntity(rowOf(entry));
        return entry;
      } catch (error) {
        if (!isStatus(error, 409)) throw error;
        return (await read(entry.orderId, entry.reference)).entry;
      }
    },

    async change(orderId, reference, change) {
      for (let attempt = 1; ; attempt++) {
        const { entry, etag } = await read(orderId, reference);
        const changes = change(entry);
        if (!changes) return entry;
        const changed = { ...entry, ...changes };
        try {
          await (await table()).updateEntity(rowOf(changed), 'Replace', { etag });
          return changed;
        } catch (error) {
          if (!isStatus(error, 412) || attempt === attempts) throw error;
        }
      }
    },
  };
}

function rowOf(entry: ShipmentEntry): ShipmentRow {
  return { partitionKey: entry.orderId, rowKey: entry.reference, ...entry };
}

function entryOf(row: ShipmentRow): ShipmentEntry {
  const { orderId, reference, shipmentId, state, postalCode, createdAt } = row;
  return { orderId, reference, shipmentId, state, postalCode, createdAt };
}
