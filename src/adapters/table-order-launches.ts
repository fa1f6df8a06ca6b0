// Notes of orders that are perhaps not launched yet, in a table of their own with one partition:
// whoever looks for what a crash left behind reads these few rows and not all orders.

import { odata } from '@azure/data-tables';
import type { Launch, OrderLaunches } from '../orders/ports';
import type { Storage } from './storage';
import { isStatus } from './storage-error';

const partitionKey = 'outstanding';

interface LaunchRow {
  rowKey: string;
  customerId: string;
  createdAt: string;
}

export function makeTableOrderLaunches(storage: Storage, now: () => Date): OrderLaunches {
  const table = () => storage.table('orderlaunches');

  return {
    async add({ orderId, customerId, createdAt }) {
      await (await table()).upsertEntity({ partitionKey, rowKey: orderId, customerId, createdAt }, 'Replace');
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
        found.push({ orderId: row.rowKey, customerId: row.customerId, createdAt: row.createdAt });
      }
      return found;
    },

    async remove(orderId) {
      try {
        await (await table()).deleteEntity(partitionKey, orderId);
      } catch (error) {
        if (!isStatus(error, 404)) throw error;
      }
    },
  };
}
