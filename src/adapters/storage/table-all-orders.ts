// The orders of all customers, read across the partitions of table `orders`. No key contains state or time, so storage
// scans the whole table, and a filter only saves transport.

import { odata } from '@azure/data-tables';
import type { OrderState } from '../../orders/order-states';
import type { AllOrders } from '../../orders/ports/all-orders';
import type { Storage } from './storage';

interface SnapshotRow {
  partitionKey: string;
  rowKey: string;
  state: OrderState;
  totalAmount: number;
  currency: string;
  createdAt: string;
  updatedAt: string;
}

const select = ['PartitionKey', 'RowKey', 'state', 'totalAmount', 'currency', 'createdAt', 'updatedAt'];

/**
 * Costs a storage transaction (and a round trip) per thousand orders found, and at least one per partition server that
 * holds a part of the table. Only a few short columns of each order are read, never its document.
 */
export function makeTableAllOrders(storage: Storage): AllOrders {
  return {
    async *snapshots({ state, notAfter }) {
      const conditions = [
        ...(state ? [odata`state eq ${state}`] : []),
        ...(notAfter ? [odata`createdAt le ${notAfter}`] : []),
      ];
      const queryOptions = { select, ...(conditions.length > 0 && { filter: conditions.join(' and ') }) };
      for await (const row of (await storage.table('orders')).listEntities<SnapshotRow>({ queryOptions })) {
        const { partitionKey, rowKey, totalAmount, currency, createdAt, updatedAt } = row;
        const total = { amount: totalAmount, currency };
        yield { orderId: rowKey, customerId: partitionKey, state: row.state, total, createdAt, updatedAt };
      }
    },
  };
}
