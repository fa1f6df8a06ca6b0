// Orders whose launch may be incomplete, in a table with one partition:
// the recovery after a crash reads these few rows instead of all orders.

import { odata } from '@azure/data-tables';
import type { Launch, OrderLaunches } from '../../orders/ports/order-launches';
import type { Storage } from './storage';
import { isStatus } from './storage-error';

const partitionKey = 'outstanding';

interface LaunchRow {
  orderId: string;
  kind?: NonNullable<Launch['kind']>;
  customerId: string;
  createdAt: string;
}

export function makeTableOrderLaunches(storage: Storage, now: () => Date): OrderLaunches {
  const table = () => storage.table('orderlaunches');

  return {
    async add(launch) {
      const rowKey = rowKeyOf(launch.orderId, launch.kind);
      await (await table()).upsertEntity({ partitionKey, rowKey, ...launch }, 'Replace');
    },

    async isOutstanding(orderId) {
      try {
        await (await table()).getEntity(partitionKey, orderId);
        return true;
      } catch (error) {
        if (isStatus(error, 404)) return false;
        throw error;
      }
    },

    async outstanding(ageMs) {
      const before = new Date(now().getTime() - ageMs).toISOString();
      const filter = odata`PartitionKey eq ${partitionKey} and createdAt lt ${before}`;
      const found: Launch[] = [];
      for await (const row of (await table()).listEntities<LaunchRow>({ queryOptions: { filter } })) {
        const { orderId, customerId, createdAt, kind } = row;
        found.push({ orderId, customerId, createdAt, ...(kind && { kind }) });
      }
      return found;
    },

    async remove(orderId, kind) {
      try {
        await (await table()).deleteEntity(partitionKey, rowKeyOf(orderId, kind));
      } catch (error) {
        if (!isStatus(error, 404)) throw error;
      }
    },
  };
}

function rowKeyOf(orderId: string, kind: Launch['kind']): string {
  return kind ? `${kind}:${orderId}` : orderId;
}
