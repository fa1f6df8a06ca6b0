// The sandbox provider's books in table `payments`: partition key order, row key idempotency key. Rows are only ever added:
// the first under a key stays, and whoever comes second reads it.

import { odata } from '@azure/data-tables';
import { amountColumn } from './amount-column';
import type { PaymentEntry } from './sandbox-payment-rules';
import type { Storage } from './storage';
import { isStatus, unlessMissing } from './storage-error';

export interface PaymentLedger {
  /** All entries of an order, without faults. */
  entries(orderId: string): Promise<PaymentEntry[]>;
  insert(entry: PaymentEntry): Promise<{ stored: PaymentEntry; created: boolean }>;
  /** Notes a fault; false when that one was noted before. */
  insertFault(orderId: string, key: string): Promise<boolean>;
}

type PaymentRow = PaymentEntry & { partitionKey: string; rowKey: string };

export function makeTablePaymentLedger(storage: Storage): PaymentLedger {
  const table = () => storage.table('payments');

  async function create(row: { partitionKey: string; rowKey: string; kind: string }): Promise<boolean> {
    try {
      await (await table()).createEntity(row);
      return true;
    } catch (error) {
      if (isStatus(error, 409)) return false;
      throw error;
    }
  }

  async function find(orderId: string, idempotencyKey: string): Promise<PaymentEntry | undefined> {
    const client = await table();
    const row = await unlessMissing(() => client.getEntity<PaymentRow>(orderId, idempotencyKey));
    return row && entryOf(row);
  }

  return {
    async entries(orderId) {
      const filter = odata`PartitionKey eq ${orderId} and kind ne 'fault'`;
      const found: PaymentEntry[] = [];
      const rows = (await table()).listEntities<PaymentRow>({ queryOptions: { filter } });
      for await (const row of rows) found.push(entryOf(row));
      return found;
    },

    async insert(entry) {
      const { orderId, idempotencyKey } = entry;
      const row = { partitionKey: orderId, rowKey: idempotencyKey, ...entry, amount: amountColumn(entry.amount) };
      if (await create(row)) return { stored: entry, created: true };
      const stored = await find(orderId, idempotencyKey);
      if (!stored) throw new Error(`The entry ${idempotencyKey} has gone from the payments.`);
      return { stored, created: false };
    },

    insertFault: (orderId, key) => create({ partitionKey: orderId, rowKey: key, kind: 'fault' }),
  };
}

function entryOf(row: PaymentRow): PaymentEntry {
  const { orderId, idempotencyKey, kind, outcome, amount, paymentId, detail, token, currency, at } = row;
  return { orderId, idempotencyKey, kind, outcome, amount, paymentId, detail, token, currency, at };
}
