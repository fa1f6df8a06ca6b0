// The books of the built-in carriers in memory.

import type { ShipmentEntry, ShipmentLedger } from '../../src/adapters/storage/table-shipment-ledger';

export function makeMemoryShipmentLedger(): ShipmentLedger & { entries: Map<string, ShipmentEntry> } {
  const entries = new Map<string, ShipmentEntry>();
  return {
    entries,
    async insert(entry) {
      const known = entries.get(entry.reference) ?? entry;
      entries.set(entry.reference, known);
      return known;
    },
    async change(_orderId, reference, change) {
      const known = entries.get(reference);
      if (!known) throw new Error(`There is no parcel ${reference}.`);
      const changed = { ...known, ...change(known) };
      entries.set(reference, changed);
      return changed;
    },
    ofOrder: async (orderId) => [...entries.values()].filter((entry) => entry.orderId === orderId),
  };
}
