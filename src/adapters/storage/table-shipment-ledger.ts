// The books of the built-in carriers in table `shipments`, one row for each parcel: partition key order id, row key the parcel's
// reference. What the owner has reported is one JSON column.

import { odata } from '@azure/data-tables';
import type { BookedParcel } from '../../orders/owner-reports';
import { makeEtagCache } from './etag-cache';
import type { Storage } from './storage';
import { isStatus } from './storage-error';

export interface ShipmentEntry extends BookedParcel {
  orderId: string;
  postalCode: string;
  createdAt: string;
}

export interface ShipmentLedger {
  /** Stores an entry unless one with its reference exists, and returns the stored one. */
  insert(entry: ShipmentEntry): Promise<ShipmentEntry>;
  /** Applies a change atomically and returns the entry after it; `undefined` changes nothing. */
  change(
    orderId: string,
    reference: string,
    change: (entry: ShipmentEntry) => Partial<ShipmentEntry> | undefined,
  ): Promise<ShipmentEntry>;
  /** All entries of an order. */
  ofOrder(orderId: string): Promise<ShipmentEntry[]>;
}

type ShipmentRow = Omit<ShipmentEntry, 'reports'> & { partitionKey: string; rowKey: string; reports?: string };

const attempts = 8;
/** The number of cached entries; each takes less than a KB. */
const mostRemembered = 1_000;

export function makeTableShipmentLedger(storage: Storage): ShipmentLedger {
  const table = () => storage.table('shipments');
  const recent = makeEtagCache<ShipmentEntry>(mostRemembered);
  const remember = (entry: ShipmentEntry, etag: string | undefined) => {
    if (etag) recent.put(entry.reference, { value: entry, etag });
  };

  async function read(orderId: string, reference: string) {
    const row = await (await table()).getEntity<ShipmentRow>(orderId, reference);
    return { value: entryOf(row), etag: row.etag };
  }

  return {
    async insert(entry) {
      try {
        const { etag } = await (await table()).createEntity(rowOf(entry));
        remember(entry, etag);
        return entry;
      } catch (error) {
        if (!isStatus(error, 409)) throw error;
        return (await read(entry.orderId, entry.reference)).value;
      }
    },

    async change(orderId, reference, change) {
      for (let attempt = 1; ; attempt++) {
        const guess = recent.take(reference);
        const { value: entry, etag } = guess ?? (await read(orderId, reference));
        const changes = change(entry);
        // The cache may be outdated: only the table can show that nothing changes.
        if (!changes && guess) continue;
        if (!changes) return entry;
        const changed = { ...entry, ...changes };
        try {
          const written = await (await table()).updateEntity(rowOf(changed), 'Replace', { etag });
          remember(changed, written.etag);
          return changed;
        } catch (error) {
          if (!isStatus(error, 412) || attempt === attempts) throw error;
        }
      }
    },

    async ofOrder(orderId) {
      const queryOptions = { filter: odata`PartitionKey eq ${orderId}` };
      const entries: ShipmentEntry[] = [];
      for await (const row of (await table()).listEntities<ShipmentRow>({ queryOptions })) entries.push(entryOf(row));
      return entries;
    },
  };
}

function rowOf({ reports, ...entry }: ShipmentEntry): ShipmentRow {
  const columns = reports ? { reports: JSON.stringify(reports) } : {};
  return { partitionKey: entry.orderId, rowKey: entry.reference, ...entry, ...columns };
}

function entryOf(row: ShipmentRow): ShipmentEntry {
  const { orderId, reference, shipmentId, state, postalCode, createdAt, reports } = row;
  const entry = { orderId, reference, shipmentId, state, postalCode, createdAt };
  return reports === undefined ? entry : { ...entry, reports: JSON.parse(reports) };
}
