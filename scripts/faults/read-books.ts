// Reads all records about orders outside the task hub, directly from storage and not through the app.

import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { booksOfRow } from '../../src/adapters/sandbox/payment-books';
import type { PaymentEntry } from '../../src/adapters/sandbox/sandbox-payment-rules';
import { documentOf } from '../../src/adapters/storage/document-columns';
import type { Order } from '../../src/orders/order';

/** An operation of the payment provider, or a fault that it threw. */
export interface BookedPayment {
  orderId: string;
  kind: PaymentEntry['kind'] | 'fault';
  outcome: string;
  /** Minor units. */
  amount: number;
}

export interface ShipmentRow {
  partitionKey: string;
  rowKey: string;
  shipmentId: string;
  state: 'refused' | 'created' | 'dispatched' | 'delivered' | 'cancelled';
}

export interface MailBlob {
  orderId: string;
  event: string;
  /** Whether it was overwritten. */
  rewritten: boolean;
}

export interface Books {
  /** Ids of all recorded orders. */
  orders: string[];
  payments: BookedPayment[];
  shipments: ShipmentRow[];
  mails: MailBlob[];
  /** Launch notes: orders that have not been launched yet. */
  launches: string[];
}

type PaymentRow = Record<string, unknown> & { partitionKey: string };

export async function readBooks(storage: string): Promise<Books> {
  return {
    orders: (await rows<{ rowKey: string }>(storage, 'orders')).map(({ rowKey }) => rowKey),
    payments: (await rows<PaymentRow>(storage, 'payments')).flatMap(paymentsOf),
    shipments: await rows<ShipmentRow>(storage, 'shipments'),
    mails: await mails(storage),
    launches: (await rows<{ rowKey: string }>(storage, 'orderlaunches')).map(({ rowKey }) => rowKey),
  };
}

/** The shop's own records of all orders. */
export async function readOrders(storage: string): Promise<Order[]> {
  return (await rows<Record<string, unknown>>(storage, 'orders')).map((row) => documentOf<Order>(row));
}

function paymentsOf(row: PaymentRow): BookedPayment[] {
  const { entries, faults } = booksOfRow(row);
  const orderId = row.partitionKey;
  const thrown = faults.map(() => ({ orderId, kind: 'fault', outcome: 'thrown', amount: 0 }) as const);
  return [...entries.map(({ kind, outcome, amount }) => ({ orderId, kind, outcome, amount })), ...thrown];
}

async function rows<Row extends object>(storage: string, table: string): Promise<Row[]> {
  const found: Row[] = [];
  const client = TableClient.fromConnectionString(storage, table, { allowInsecureConnection: true });
  try {
    for await (const row of client.listEntities<Row>()) found.push(row);
  } catch (error) {
    // The app creates each table on first use.
    if ((error as { statusCode?: number }).statusCode !== 404) throw error;
  }
  return found;
}

async function mails(storage: string): Promise<MailBlob[]> {
  const found: MailBlob[] = [];
  const outbox = BlobServiceClient.fromConnectionString(storage).getContainerClient('outbox');
  if (!(await outbox.exists())) return found;
  for await (const { name, properties } of outbox.listBlobsFlat()) {
    const [orderId = '', event = ''] = name.replace(/\.eml$/, '').split('/');
    const { createdOn, lastModified } = properties;
    found.push({ orderId, event, rewritten: createdOn?.getTime() !== lastModified.getTime() });
  }
  return found;
}
