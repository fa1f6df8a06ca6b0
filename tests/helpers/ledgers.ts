// Reads the ledgers of the sandbox payment provider and carrier from their tables: what was captured and shipped.

import { odata, TableClient } from '@azure/data-tables';
import type { Money } from '../../client/api-types';
import { booksOfRow } from '../../src/adapters/sandbox/payment-books';

interface ShipmentRow {
  shipmentId: string;
  state: string;
}

/** Every amount captured for an order. */
export async function capturesOf(storage: string, orderId: string): Promise<Money[]> {
  const rows = await rowsOf<Record<string, unknown>>(storage, 'payments', orderId);
  const entries = rows.flatMap((row) => booksOfRow(row).entries);
  const captures = entries.filter(({ kind, outcome }) => kind === 'capture' && outcome === 'accepted');
  return captures.map(({ amount, currency }) => ({ amount, currency }));
}

/** Ids of all shipments that the carrier accepted for an order, except cancelled ones. */
export async function shipmentsOf(storage: string, orderId: string): Promise<string[]> {
  const rows = await rowsOf<ShipmentRow>(storage, 'shipments', orderId);
  const taken = rows.filter(({ state }) => state !== 'refused' && state !== 'cancelled');
  return taken.map(({ shipmentId }) => shipmentId);
}

async function rowsOf<Row extends object>(storage: string, table: string, orderId: string): Promise<Row[]> {
  const client = TableClient.fromConnectionString(storage, table, { allowInsecureConnection: true });
  const rows: Row[] = [];
  const queryOptions = { filter: odata`PartitionKey eq ${orderId}` };
  for await (const row of client.listEntities<Row>({ queryOptions })) rows.push(row);
  return rows;
}
