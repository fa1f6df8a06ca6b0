// Repairs the index of orders once a day: orders that a killed process did not write into it, and those from before there was an
// index. It compares both tables, which takes two storage operations for each thousand orders.

import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import type { InvocationContext } from '@azure/functions';
import { orderStates } from '../../orders/order-states';
import type { OrderIndex } from '../../orders/ports/order-index';
import type { OrderStore } from '../../orders/ports/order-store';
import { endOf, jointTable } from './joint-transactions';
import { type Counts, sumOf } from './order-counters';
import { countPrefix, idKey, partitionKey } from './order-index-rows';
import type { Storage } from './storage';
import { unlessMissing } from './storage-error';

export interface RepairOrderIndexDeps {
  storage: Storage;
  orders: Pick<OrderStore, 'find'>;
  index: Pick<OrderIndex, 'note' | 'flush'>;
  now: () => Date;
}

export type RepairOrderIndex = (timer: unknown, context: InvocationContext) => Promise<void>;

/** The timer comes every hour, so that a new index is filled soon. */
const everyMs = 23 * 3_600_000;
const markerKey = 'repaired';
const flushEvery = 500;
/** Each process leaves a counter row; a batch sums up at most a hundred rows, this many into one. */
const manyCounters = 20;
const mostFolded = 98;

export function makeRepairOrderIndex({ storage, orders, index, now }: RepairOrderIndexDeps): RepairOrderIndex {
  async function repair(indexTable: TableClient): Promise<number> {
    const indexed = await indexedChanges(indexTable);
    let repaired = 0;
    const select = ['PartitionKey', 'RowKey', 'state', 'updatedAt'];
    const rows = (await storage.table('orders')).listEntities<OrderRow>({ queryOptions: { select } });
    for await (const { partitionKey: customerId, rowKey: orderId, state, updatedAt } of rows) {
      if (indexed.get(orderId) === changeOf({ state, updatedAt })) continue;
      const order = await orders.find(customerId, orderId);
      if (!order) continue;
      index.note(order);
      if (++repaired % flushEvery === 0) await index.flush();
    }
    await index.flush();
    return repaired;
  }

  return async (_timer, context) => {
    const client = await storage.table(jointTable);
    const marker = await unlessMissing(() => client.getEntity<{ at: string }>(partitionKey, markerKey));
    if (marker && now().getTime() - Date.parse(marker.at) < everyMs) return;
    const at = now().toISOString();
    const repaired = await repair(client);
    await foldCounters(client);
    await client.upsertEntity({ partitionKey, rowKey: markerKey, at }, 'Replace');
    if (repaired > 0) context.warn(`${repaired} orders were missing or outdated in the index.`);
  };
}

interface OrderRow {
  partitionKey: string;
  rowKey: string;
  state: string;
  updatedAt: string;
}

function changeOf({ state, updatedAt }: { state: string; updatedAt: string }): string {
  return `${state} ${updatedAt}`;
}

/** Each order's state and last change in the index: about 100 bytes an order. */
async function indexedChanges(client: TableClient): Promise<Map<string, string>> {
  const indexed = new Map<string, string>();
  const prefix = idKey('');
  const filter = odata`PartitionKey eq ${partitionKey} and RowKey ge ${prefix} and RowKey lt ${endOf(prefix)}`;
  const queryOptions = { filter, select: ['RowKey', 'state', 'updatedAt'] };
  for await (const row of client.listEntities<OrderRow>({ queryOptions })) {
    indexed.set(row.rowKey.slice(prefix.length), changeOf(row));
  }
  return indexed;
}

interface CounterRow extends Counts {
  rowKey: string;
  /** Its counts are in another row, and nobody can write it any more: the next repair deletes it. */
  folded?: true;
}

/** Sums up the counters of processes in one row. A process that still runs finds its row changed, and begins another. */
async function foldCounters(client: TableClient): Promise<void> {
  const filter = odata`PartitionKey eq ${partitionKey} and RowKey ge ${countPrefix} and RowKey lt ${endOf(countPrefix)}`;
  const rows = [];
  for await (const row of client.listEntities<CounterRow>({ queryOptions: { filter } })) rows.push(row);
  if (rows.length <= manyCounters) return;
  const gone = rows.filter(({ folded }) => folded).slice(0, mostFolded);
  const [kept, ...rest] = rows.filter(({ folded }) => !folded).slice(0, mostFolded - gone.length);
  if (!kept) return;
  const sum = { partitionKey, rowKey: kept.rowKey, ...sumOf([kept, ...rest], orderStates) };
  const folded = ({ rowKey, etag }: { rowKey: string; etag: string }): TransactionAction => [
    'update',
    { partitionKey, rowKey, folded: true },
    'Replace',
    { etag },
  ];
  await client.submitTransaction([
    ['update', sum, 'Replace', { etag: kept.etag }],
    ...rest.map(folded),
    ...gone.map(({ rowKey }): TransactionAction => ['delete', { partitionKey, rowKey }]),
  ]);
}
