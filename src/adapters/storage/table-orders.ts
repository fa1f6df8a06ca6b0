// Orders in an Azure table: partition key customer id, row key order id, so that an order id alone gives no access to it.
// ETags guard changes. Lists are sorted in memory: a customer has few orders, and the row key does not contain their age.

import { odata, type TableClient } from '@azure/data-tables';
import type { Order } from '../../orders/order';
import { cursorAt, positionOf, readCursor } from '../../orders/order-cursor';
import type { OrderState } from '../../orders/order-states';
import type { OrderIndex } from '../../orders/ports/order-index';
import type { OrderQuery, OrderStore, OrderSummary } from '../../orders/ports/order-store';
import { AppError } from '../../shared/http/errors';
import { amountColumn, documentColumns, documentOf } from './document-columns';
import { makeEtagCache } from './etag-cache';
import type { Storage } from './storage';
import { isStatus, unlessMissing } from './storage-error';

/** Activities of one order seldom conflict; after this many conflicts the orchestration retries. */
const attempts = 8;

/** Recently written orders in this process; each is a few KB. */
const maxCached = 1_000;

interface SummaryRow {
  rowKey: string;
  state: OrderState;
  createdAt: string;
  totalAmount: number;
  currency: string;
}

/** @param index is told of every change; without one, an order is found by its id in a scan of all orders. */
export function makeTableOrders(storage: Storage, index?: Pick<OrderIndex, 'note' | 'customerOf'>): OrderStore {
  const table = () => storage.table('orders');
  const recent = makeEtagCache<Order>(maxCached);

  /** Writes the order; false when another writer was faster. */
  async function replace(order: Order, readEtag: string): Promise<boolean> {
    try {
      const { etag } = await (await table()).updateEntity(rowOf(order), 'Replace', { etag: readEtag });
      if (etag) recent.put(keyOf(order.customerId, order.orderId), { value: order, etag });
      index?.note(order);
      return true;
    } catch (error) {
      if (isStatus(error, 412)) return false;
      throw error;
    }
  }

  /** Applies a change to the order as this process last wrote it; undefined when that version is not usable. */
  async function updateRecent(key: string, change: (order: Order) => Order): Promise<Order | undefined> {
    const cached = recent.take(key);
    const changed = cached && changeOf(cached.value, change);
    return changed && (await replace(changed, cached.etag)) ? changed : undefined;
  }

  return {
    async insert(order) {
      try {
        const { etag } = await (await table()).createEntity(rowOf(order));
        if (etag) recent.put(keyOf(order.customerId, order.orderId), { value: order, etag });
        index?.note(order, true);
        return { order, created: true };
      } catch (error) {
        if (!isStatus(error, 409)) throw error;
        const { order: stored } = await findOrThrow(await table(), order.customerId, order.orderId);
        return { order: stored, created: false };
      }
    },

    find: async (customerId, orderId) => (await read(await table(), customerId, orderId))?.order,

    async essentials(customerId, orderId) {
      return recent.peek(keyOf(customerId, orderId)) ?? (await read(await table(), customerId, orderId))?.order;
    },

    async update(customerId, orderId, change) {
      const done = await updateRecent(keyOf(customerId, orderId), change);
      if (done) return done;
      const client = await table();
      for (let attempt = 1; attempt <= attempts; attempt++) {
        const { order, etag } = await findOrThrow(client, customerId, orderId);
        const changed = change(order);
        if (changed === order || (await replace(changed, etag))) return changed;
      }
      throw new Error(`${orderId} was changed concurrently ${attempts} times in a row.`);
    },

    async customerOf(orderId) {
      const indexed = await index?.customerOf(orderId);
      if (indexed !== undefined) return indexed;
      const queryOptions = { filter: odata`RowKey eq ${orderId}`, select: ['PartitionKey'] };
      const rows = (await table()).listEntities<{ partitionKey: string }>({ queryOptions });
      for await (const { partitionKey } of rows) return partitionKey;
      return undefined;
    },

    async list(customerId, query) {
      const { limit } = query;
      const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
      const rows = await summaries(await table(), customerId, query);
      const remaining = rows.filter((row) => after === undefined || positionOf(row) < after);
      const orders = remaining.slice(0, limit);
      const last = orders.at(-1);
      return last && remaining.length > limit ? { orders, cursor: cursorAt(positionOf(last)) } : { orders };
    },
  };
}

/** A cached order may be outdated: a write is guarded by its ETag, but `unchanged` and refusals are decided on the stored order. */
function changeOf(cached: Order, change: (order: Order) => Order): Order | undefined {
  try {
    const changed = change(cached);
    return changed === cached ? undefined : changed;
  } catch (refusal) {
    if (refusal instanceof AppError) return undefined;
    throw refusal;
  }
}

function keyOf(customerId: string, orderId: string): string {
  return `${customerId} ${orderId}`;
}

async function read(client: TableClient, customerId: string, orderId: string) {
  const row = await unlessMissing(() => client.getEntity(customerId, orderId));
  return row && { order: documentOf<Order>(row), etag: row.etag };
}

async function findOrThrow(client: TableClient, customerId: string, orderId: string) {
  const found = await read(client, customerId, orderId);
  if (!found) throw new Error(`Customer ${customerId} has no order ${orderId}.`);
  return found;
}

function rowOf(order: Order) {
  const { customerId, orderId, state, createdAt, updatedAt, total } = order;
  const times = { createdAt, updatedAt };
  const summary = { state, ...times, totalAmount: amountColumn(total.amount), currency: total.currency };
  return { partitionKey: customerId, rowKey: orderId, ...summary, ...documentColumns(order) };
}

/** Newest first. */
async function summaries(client: TableClient, customerId: string, { state }: OrderQuery): Promise<OrderSummary[]> {
  const ofCustomer = odata`PartitionKey eq ${customerId}`;
  const filter = state ? `${ofCustomer} and ${odata`state eq ${state}`}` : ofCustomer;
  const select = ['RowKey', 'state', 'createdAt', 'totalAmount', 'currency'];
  const found: OrderSummary[] = [];
  for await (const row of client.listEntities<SummaryRow>({ queryOptions: { filter, select } })) {
    const { rowKey, totalAmount, currency, createdAt } = row;
    found.push({ orderId: rowKey, state: row.state, total: { amount: totalAmount, currency }, createdAt });
  }
  return found.sort((a, b) => (positionOf(a) < positionOf(b) ? 1 : -1));
}
