// The orders of all customers, read from the index: a page costs one storage operation, however many orders there are.

import { odata } from '@azure/data-tables';
import { cursorAt, orderAt, positionOf, readCursor } from '../../orders/order-cursor';
import { orderStates } from '../../orders/order-states';
import type { AllOrders, AllOrdersQuery } from '../../orders/ports/all-orders';
import type { OrderIndex } from '../../orders/ports/order-index';
import { endOf, jointTable } from './joint-transactions';
import { type Counts, sumOf } from './order-counters';
import {
  allPrefix,
  countPrefix,
  emailHashOf,
  emailPrefix,
  type IdRow,
  idKey,
  openOrderOf,
  orderToSendOf,
  partitionKey,
  placedColumns,
  placedOrderOf,
  positionKey,
  type SnapshotRow,
  shippedOrderOf,
  snapshotOf,
  statePrefix,
  timeKey,
} from './order-index-rows';
import type { Storage } from './storage';
import { unlessMissing } from './storage-error';

/** What storage returns at most in one operation. */
const pageRows = 1_000;
/** Open orders are counted in full by the counters, and listed up to this many pages. */
const mostOpenPages = 3;
/** Of the orders that the figures count. */
const mostPlacedPages = 5;

/** @param index what this process has noted is written before it is read. */
export function makeTableAllOrders(storage: Storage, index: Pick<OrderIndex, 'flush'>): AllOrders {
  const table = () => storage.table(jointTable);

  /** The first rows of a range, and only as many operations as they take. */
  async function rowsIn<Row extends object>(filter: string, most: number, select?: readonly string[]): Promise<Row[]> {
    const rows: Row[] = [];
    const pages = (await table())
      .listEntities<Row>({ queryOptions: { filter, ...(select && { select: [...select] }) } })
      .byPage({ maxPageSize: Math.min(most, pageRows) });
    for await (const page of pages) {
      rows.push(...page);
      if (rows.length >= most) break;
    }
    return rows.slice(0, most);
  }

  async function byId(orderId: string, query: AllOrdersQuery): Promise<SnapshotRow[]> {
    const client = await table();
    const row = await unlessMissing(() => client.getEntity<IdRow>(partitionKey, idKey(orderId)));
    return row && matches(row, query) ? [row] : [];
  }

  return {
    async page(query) {
      await index.flush();
      const { limit, orderId } = query;
      const rows =
        orderId === undefined ? await rowsIn<SnapshotRow>(filterOf(query), limit + 1) : await byId(orderId, query);
      const orders = rows.slice(0, limit).map(snapshotOf);
      const last = orders.at(-1);
      return last && rows.length > limit ? { orders, cursor: cursorAt(positionOf(last)) } : { orders };
    },

    async open() {
      await index.flush();
      const most = mostOpenPages * pageRows;
      const rows = await rowsIn<SnapshotRow>(rangeOf('open:', endOf('open:')), most);
      return { orders: rows.map(openOrderOf), complete: rows.length < most };
    },

    async underWaySince(time) {
      await index.flush();
      // An order was placed before its parcels were dispatched: the row key leaves the younger ones out.
      const prefix = statePrefix('shipped');
      const range = rangeOf(`${prefix}${timeKey(time)}`, endOf(prefix));
      // Rows of earlier versions do not say when the parcels were dispatched: at the latest with the last change.
      const isLate = odata`(underWaySince le ${time} or updatedAt le ${time})`;
      const rows = await rowsIn<SnapshotRow>(`${range} and ${isLate}`, pageRows);
      return rows.filter(({ underWay }) => underWay !== '[]').map(shippedOrderOf);
    },

    async toSend() {
      await index.flush();
      const most = mostOpenPages * pageRows;
      const prefix = statePrefix('captured');
      const rows = await rowsIn<SnapshotRow>(rangeOf(prefix, endOf(prefix)), most);
      const orders = rows.filter(({ toSend }) => toSend !== '[]').map(orderToSendOf);
      return { orders, complete: rows.length < most };
    },

    async placedSince(time) {
      await index.flush();
      const most = mostPlacedPages * pageRows;
      const filter = rangeOf(allPrefix, `${allPrefix}${timeKey(time)};`);
      const rows = await rowsIn<SnapshotRow>(filter, most, placedColumns);
      return { orders: rows.map(placedOrderOf), complete: rows.length < most };
    },

    async counts() {
      await index.flush();
      return sumOf(await rowsIn<Counts>(rangeOf(countPrefix, endOf(countPrefix)), pageRows), orderStates);
    },
  };
}

function rangeOf(from: string, before: string): string {
  return odata`PartitionKey eq ${partitionKey} and RowKey ge ${from} and RowKey lt ${before}`;
}

/** The conditions that are no part of the row key filter the few orders of one mail address. */
function filterOf({ state, email, placedFrom, placedTo, cursor }: AllOrdersQuery): string {
  const prefix = email !== undefined ? emailPrefix(emailHashOf(email)) : state ? statePrefix(state) : allPrefix;
  const after = cursor === undefined ? undefined : `${positionKey(orderAt(readCursor(cursor)))}!`;
  const starts = ['', placedTo && timeKey(placedTo), after].map((text) => `${prefix}${text ?? ''}`);
  const end = placedFrom === undefined ? endOf(prefix) : `${prefix}${timeKey(placedFrom)};`;
  const range = rangeOf(starts.toSorted().at(-1) ?? prefix, end);
  return email !== undefined && state ? `${range} and ${odata`state eq ${state}`}` : range;
}

function matches(row: IdRow, { state, email, placedFrom, placedTo }: AllOrdersQuery): boolean {
  const { createdAt, emailHash } = row;
  return (
    (state === undefined || row.state === state) &&
    (email === undefined || emailHash === emailHashOf(email)) &&
    (placedFrom === undefined || createdAt >= placedFrom) &&
    (placedTo === undefined || createdAt <= placedTo)
  );
}
