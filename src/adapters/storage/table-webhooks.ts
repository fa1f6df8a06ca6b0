// Deliveries of webhooks in a table, with one partition for deliveries, the latest events first, and one for the number of
// changes of each order that have become deliveries.

import { odata } from '@azure/data-tables';
import type { Delivery } from '../../webhooks/delivery';
import type { AnnouncedChanges, Deliveries, DeliveryQuery } from '../../webhooks/ports';
import type { Storage } from './storage';
import { isStatus, unlessMissing } from './storage-error';

const tableName = 'webhooks';
const partitionKey = 'deliveries';
const countsPartition = 'announced';
/** The most that storage returns at a time. */
const pageSize = 1_000;
/** Of a filtered list. */
const mostPages = 5;
/** The most that one transaction takes. */
const transactionSize = 100;

type Row = Delivery & { rowKey: string };

export function makeTableDeliveries(storage: Storage): Deliveries {
  const table = () => storage.table(tableName);

  return {
    async add(delivery) {
      try {
        await (await table()).createEntity(rowOf(delivery));
      } catch (error) {
        if (!isStatus(error, 409)) throw error;
      }
    },

    async find(id) {
      const client = await table();
      const row = await unlessMissing(() => client.getEntity<Row>(partitionKey, rowKeyOf(id)));
      return row && { delivery: deliveryOf(row), etag: row.etag };
    },

    async replace(delivery, etag) {
      try {
        await (await table()).updateEntity(rowOf(delivery), 'Replace', { etag });
        return true;
      } catch (error) {
        if (isStatus(error, 412)) return false;
        throw error;
      }
    },

    async page({ limit, cursor, ...filters }) {
      const isUnfiltered = Object.keys(filters).length === 0;
      const after = cursor === undefined ? '' : rowKeyOf(cursor);
      const filter = odata`PartitionKey eq ${partitionKey} and RowKey gt ${after}`;
      const listed = (await table()).listEntities<Row>({ queryOptions: { filter } });
      const found: Delivery[] = [];
      let [last, read] = [cursor, 0];
      for await (const rows of listed.byPage({ maxPageSize: isUnfiltered ? limit + 1 : pageSize })) {
        for (const row of rows) {
          if (found.length === limit) return { deliveries: found, ...(last && { cursor: last }) };
          if (passes(row, filters)) found.push(deliveryOf(row));
          last = row.id;
        }
        if (++read === mostPages && last !== undefined) return { deliveries: found, cursor: last };
      }
      return { deliveries: found };
    },

    async removeEnded(before) {
      const client = await table();
      const after = invertedTime(before.getTime());
      const filter = odata`PartitionKey eq ${partitionKey} and RowKey gt ${after} and state ne 'pending'`;
      const options = { queryOptions: { filter, select: ['RowKey', 'id'] } };
      for await (const rows of client.listEntities<Row>(options).byPage({ maxPageSize: transactionSize })) {
        if (rows.length === 0) continue;
        await client.submitTransaction(rows.map(({ rowKey = '' }) => ['delete', { partitionKey, rowKey }]));
        return rows.map(({ id }) => id);
      }
      return [];
    },
  };
}

export function makeTableAnnouncedChanges(storage: Storage): AnnouncedChanges {
  const table = () => storage.table(tableName);
  return {
    async count(orderId) {
      const client = await table();
      const row = await unlessMissing(() => client.getEntity<{ count: number }>(countsPartition, orderId));
      return row && { count: row.count, etag: row.etag };
    },

    async put(orderId, count, etag) {
      const row = { partitionKey: countsPartition, rowKey: orderId, count };
      const client = await table();
      try {
        await (etag === undefined ? client.createEntity(row) : client.updateEntity(row, 'Replace', { etag }));
        return true;
      } catch (error) {
        if (isStatus(error, 409) || isStatus(error, 412)) return false;
        throw error;
      }
    },
  };
}

function passes(row: Row, { state, orderId }: Pick<DeliveryQuery, 'state' | 'orderId'>): boolean {
  return (state === undefined || row.state === state) && (orderId === undefined || row.orderId === orderId);
}

const timeDigits = 12;
const endOfTime = 16 ** timeDigits - 1;

function invertedTime(ms: number): string {
  return (endOfTime - ms).toString(16).padStart(timeDigits, '0');
}

/** An id begins with `whk_` and the time of the event; rows sort by it the other way round. */
function rowKeyOf(id: string): string {
  const from = id.indexOf('_') + 1;
  const time = id.slice(from, from + timeDigits);
  return `${invertedTime(Number.parseInt(time, 16))}${id.slice(from + timeDigits)}`;
}

function rowOf(delivery: Delivery) {
  return { partitionKey, rowKey: rowKeyOf(delivery.id), ...delivery };
}

function deliveryOf(row: Row): Delivery {
  const { id, endpoint, type, orderId, body, state, round, attempts, startedAt } = row;
  const { lastResult, lastAttemptAt, nextAttemptAt, deliveredAt } = row;
  return {
    ...{ id, endpoint, type, orderId, body, state, round, attempts, startedAt },
    ...(lastResult !== undefined && { lastResult }),
    ...(lastAttemptAt !== undefined && { lastAttemptAt }),
    ...(nextAttemptAt !== undefined && { nextAttemptAt }),
    ...(deliveredAt !== undefined && { deliveredAt }),
  };
}
