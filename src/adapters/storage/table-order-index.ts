// Writes the index of orders. Changes are collected for a moment and written together: the steps of an order between two waits,
// and the orders of a busy moment, become one operation. The row by id carries the version, so an older change never wins.

import type { TableClient, TransactionAction } from '@azure/data-tables';
import { LRUCache } from 'lru-cache';
import type { Order } from '../../orders/order';
import type { OrderState } from '../../orders/order-states';
import type { OrderIndex } from '../../orders/ports/order-index';
import { type JointTimer, makeJointTimer } from '../../shared/joint-timer';
import { type JointTransactions, jointTable, makeJointTransactions } from './joint-transactions';
import { type Counts, makeOrderCounter, sumOf } from './order-counters';
import { type IdRow, idKey, partitionKey, rowsOf } from './order-index-rows';
import type { Storage } from './storage';
import { unlessMissing } from './storage-error';

export interface OrderIndexOptions {
  /** How long changes are collected, unless something else is written earlier. */
  delayMs?: number;
  /** Shared with what else is written behind. */
  timer?: JointTimer;
  transactions?: JointTransactions;
  warn?: (message: string, cause: unknown) => void;
}

/** The owner sees changes within 5 s. A carrier's first report often comes within this time: then one write less. */
const usualDelayMs = 4_500;
/** An order takes at most five of the hundred writes of a batch. */
const batchOrders = 19;
const attempts = 4;
/** With storage away for long, the oldest changes are left to the repair. */
const mostPending = 5_000;
const mostKnown = 5_000;

/** The row by id as this process last wrote it or read it. */
interface Known {
  etag: string;
  version: number;
  state: OrderState;
  stateKey: string;
}

interface Pending {
  order: Order;
  isNew: boolean;
}

export function makeTableOrderIndex(
  storage: Storage,
  { delayMs = usualDelayMs, warn = () => undefined, ...shared }: OrderIndexOptions = {},
): OrderIndex {
  const table = () => storage.table(jointTable);
  const timer = shared.timer ?? makeJointTimer();
  const transactions = shared.transactions ?? makeJointTransactions(storage);
  const known = new LRUCache<string, Known>({ max: mostKnown });
  const counter = makeOrderCounter();
  let pending = new Map<string, Pending>();
  let flushing: Promise<void> = Promise.resolve();

  function note(order: Order, isNew = false): void {
    const before = pending.get(order.orderId);
    if (before && before.order.version > order.version) return;
    if (!before && pending.size >= mostPending) return;
    pending.set(order.orderId, { order, isNew: isNew || before?.isNew === true });
    timer.within(delayMs, flushDue);
  }

  const flushDue = () => void flush();

  /** One flush after the other: the counter row of this process is written by one batch at a time. */
  function flush(): Promise<void> {
    flushing = flushing.then(writePending);
    return flushing;
  }

  async function writePending(): Promise<void> {
    const work = [...pending.values()];
    pending = new Map();
    for (let from = 0; from < work.length; from += batchOrders) {
      const failed = await writeTogether(work.slice(from, from + batchOrders));
      if (failed.length === 0) continue;
      // Storage may be away: all others wait for the next time, too, and those that failed come last then.
      for (const { order, isNew } of work.slice(from + batchOrders)) note(order, isNew);
      for (const { order } of failed) note(order);
      return;
    }
  }

  /** The orders that are not written, and from the first of them on none is tried. */
  async function writeTogether(work: Pending[]): Promise<Pending[]> {
    try {
      await write(work);
      return [];
    } catch (cause) {
      forget(work);
      if (work.length > 1) warn('The index of orders is written one by one', cause);
    }
    for (const [index, one] of work.entries()) {
      if (!(await writeAlone(one))) return [...work.slice(index + 1), one];
    }
    return [];
  }

  async function writeAlone({ order }: Pending): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        await write([{ order, isNew: false }]);
        return true;
      } catch (cause) {
        forget([{ order, isNew: false }]);
        if (attempt < attempts) continue;
        warn(`${order.orderId} is not in the index yet`, cause);
        return false;
      }
    }
  }

  /** A write whose outcome is not known is read again before the next one. */
  function forget(work: Pending[]): void {
    counter.startAnew();
    for (const { order } of work) known.delete(order.orderId);
  }

  async function write(work: Pending[]): Promise<void> {
    const client = await table();
    const actions: TransactionAction[] = [];
    /** Each with the key of its row by state, and the place of its row by id among the actions. */
    const written: { order: Order; stateKey: string; at: number }[] = [];
    let changes: Counts = {};
    for (const { order, isNew } of work) {
      const before = known.get(order.orderId) ?? (isNew ? undefined : await read(client, order.orderId));
      if (before && before.version >= order.version) continue;
      const rows = rowsOf(order);
      written.push({ order, stateKey: rows.byId.stateKey, at: actions.length });
      actions.push(...actionsOf(rows, before));
      changes = sumOf([changes, { [order.state]: 1 }, before ? { [before.state]: -1 } : {}]);
    }
    if (written.length === 0) return;
    const count = counter.action(changes);
    const etags = await transactions.submit([...actions, count.action]);
    count.written(etags[actions.length]);
    for (const { order, stateKey, at } of written) {
      const etag = etags[at];
      if (etag) known.set(order.orderId, { etag, version: order.version, state: order.state, stateKey });
    }
  }

  return {
    note,
    flush,
    async customerOf(orderId) {
      const noted = pending.get(orderId)?.order.customerId;
      if (noted !== undefined) return noted;
      const client = await table();
      return (await unlessMissing(() => client.getEntity<IdRow>(partitionKey, idKey(orderId))))?.customerId;
    },
  };
}

async function read(client: TableClient, orderId: string): Promise<Known | undefined> {
  const row = await unlessMissing(() => client.getEntity<IdRow>(partitionKey, idKey(orderId)));
  return row && { etag: row.etag, version: row.version, state: row.state, stateKey: row.stateKey };
}

function actionsOf(rows: ReturnType<typeof rowsOf>, before: Known | undefined): TransactionAction[] {
  const { byId, byTime, byEmail, byState } = rows;
  const moved = before && before.stateKey !== byState.rowKey;
  return [
    before ? ['update', byId, 'Replace', { etag: before.etag }] : ['create', byId],
    ['upsert', byTime, 'Replace'],
    ['upsert', byEmail, 'Replace'],
    ['upsert', byState, 'Replace'],
    ...(moved ? [['delete', { partitionKey, rowKey: before.stateKey }] satisfies TransactionAction] : []),
  ];
}
