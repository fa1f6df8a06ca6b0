// Every customer's orders, read across the partitions of table `orders`. No key tells state or time, so storage looks through
// the whole table whatever is asked for, and a filter spares only the transport. The cost: a storage transaction (and a round
// trip) for each thousand orders found, and at least one for each partition server that holds a part of the table; a few
// short columns of each order are sent, never its document.

import { odata } from '@azure/data-tables';
import type { OrderState } from '../../orders/order-states';
import type { AllOrders } from '../../orders/ports/all-orders';
import type { Storage } from './storage';

interface GlanceRow {
  partitionKey: string;
  rowKey: string;
  state: OrderState;
  totalAmount: number;
  currency: string;
  createdAt: string;
  updatedAt: string;
}

const select = ['PartitionKey', 'RowKey', 'state', 'totalAmount', 'currency', 'createdAt', 'updatedAt'];

export function makeTableAllOrders(storage: Storage): AllOrders {
  return {
    async *snapshots({ state, notAfter }) {
      const wanted = [
        ...(state ? [odata`state eq ${state}`] : []),
        ...(notAfter ? [odata`createdAt le ${notAfter}`] : []),
      ];
      const queryOptions = { select, ...(wanted.length > 0 && { filter: wanted.join(' and ') }) };
      for await (const row of (await storage.table('orders')).listEntities<GlanceRow>({ queryOptions })) {
        const { partitionKey, rowKey, totalAmount, currency, createdAt, updatedAt } = row;
        const total = { amount: totalAmount, currency };
        yield { orderId: rowKey, customerId: partitionKey, state: row.state, total, createdAt, updatedAt };
      }
    },
  };
}
