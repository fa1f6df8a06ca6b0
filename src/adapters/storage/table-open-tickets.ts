// The index of open upload tickets: a partition of table `pictures` that no sku and no picture id can have. Row keys are picture
// ids, which sort by the time they were made.

import { odata, type TableClient } from '@azure/data-tables';
import type { PictureName } from '../../pictures/picture';
import type { OpenTicket, OpenTickets } from '../../pictures/ports';
import type { Storage } from './storage';
import { isStatus, unlessMissing } from './storage-error';

const tableName = 'pictures';
const partitionKey = ':open';
/** The most that one transaction takes. */
const transactionSize = 100;

interface TicketRow {
  rowKey: string;
  sku: string;
  issuedAt: Date;
}

export function makeTableOpenTickets(storage: Storage): OpenTickets {
  return {
    async open({ sku, pictureId, issuedAt }) {
      const client = await storage.table(tableName);
      await client.createEntity({ partitionKey, rowKey: pictureId, sku, issuedAt });
    },

    async list(issuedBefore, most) {
      const client = await storage.table(tableName);
      const filter = odata`PartitionKey eq ${partitionKey} and issuedAt lt ${issuedBefore}`;
      const found: OpenTicket[] = [];
      for await (const { rowKey, sku, issuedAt } of client.listEntities<TicketRow>({ queryOptions: { filter } })) {
        found.push({ sku, pictureId: rowKey, issuedAt });
        if (found.length === most) break;
      }
      return found;
    },

    async close(tickets) {
      const client = await storage.table(tableName);
      for (let from = 0; from < tickets.length; from += transactionSize) {
        await closeTogether(client, tickets.slice(from, from + transactionSize));
      }
    },
  };
}

async function closeTogether(client: TableClient, tickets: PictureName[]): Promise<void> {
  const rows = tickets.map(({ pictureId }) => ({ partitionKey, rowKey: pictureId }));
  try {
    await client.submitTransaction(rows.map((row) => ['delete', row]));
  } catch (error) {
    if (!isStatus(error, 404)) throw error;
    // One of them was closed by another run, which undoes the whole transaction.
    for (const { rowKey } of rows) await unlessMissing(() => client.deleteEntity(partitionKey, rowKey));
  }
}
