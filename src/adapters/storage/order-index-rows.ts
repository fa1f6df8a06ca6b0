// The rows of orders in table `orderindex`. All are in one partition, so that the rows of an order change together with its counter.
// Row keys sort the newest order first: they contain the time until a far day instead of the time since 1970.

import { createHash } from 'node:crypto';
import { failuresOf, needsAttention } from '../../orders/attention';
import type { Order } from '../../orders/order';
import { refusalOf, shippedAtOf } from '../../orders/order-milestones';
import type { OrderState } from '../../orders/order-states';
import { type ParcelToSend, parcelsToSend } from '../../orders/parcels-to-send';
import { parcelsUnderWay } from '../../orders/parcels-under-way';
import type { OpenOrder, OrderSnapshot, OrderToSend, PlacedOrder, ShippedOrder } from '../../orders/ports/all-orders';
import { amountColumn } from './document-columns';
import { jointPartition } from './joint-transactions';

export const partitionKey = jointPartition;

const farDayMs = 999_999_999_999_999;

/** The columns of every row about an order. */
export interface SnapshotRow {
  orderId: string;
  customerId: string;
  state: OrderState;
  totalAmount: number;
  currency: string;
  createdAt: string;
  updatedAt: string;
  /** JSON; only of orders that need attention. */
  failures?: string;
  /** JSON; of shipped orders, and of others with parcels that the carrier has. Absent in rows of earlier versions. */
  underWay?: string;
  /** When the first of them was dispatched. */
  underWaySince?: string;
  /** JSON; of captured orders: the parcels that wait in a warehouse. Absent in rows of earlier versions. */
  toSend?: string;
  /** In rows by time only, like the next one. */
  shippedAt?: string;
  refusal?: string;
}

/** The row by id also says which other rows there are. */
export interface IdRow extends SnapshotRow {
  version: number;
  stateKey: string;
  emailHash: string;
}

export function idKey(orderId: string): string {
  return `id:${orderId}`;
}

/** The newest time has the smallest text. */
export function timeKey(createdAt: string): string {
  return String(farDayMs - Date.parse(createdAt)).padStart(15, '0');
}

export function positionKey({ createdAt, orderId }: { createdAt: string; orderId: string }): string {
  return `${timeKey(createdAt)}:${orderId}`;
}

/** Open orders lie together, so that one query reads them in all their states. */
export function statePrefix(state: OrderState): string {
  return `${needsAttention(state) ? 'open' : 'rest'}:${state}:`;
}

/** The address itself stays in the order's record. */
export function emailHashOf(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('base64url').slice(0, 22);
}

export function emailPrefix(emailHash: string): string {
  return `mail:${emailHash}:`;
}

export const allPrefix = 'all:';
export const countPrefix = 'count:';

/** Ten of them fit one column, even if each character has to be escaped. */
const longestDetail = 400;
/** The lines of a hundred products fit one column. */
const longestName = 80;

export function rowsOf(order: Order) {
  const { orderId, customerId, state, total, createdAt, updatedAt, version } = order;
  const summary = { orderId, customerId, state, createdAt, updatedAt, currency: total.currency };
  const columns = { partitionKey, ...summary, totalAmount: amountColumn(total.amount) };
  const position = positionKey(order);
  const stateKey = `${statePrefix(state)}${position}`;
  const emailHash = emailHashOf(order.email);
  const underWay = parcelsUnderWay(order);
  const [first] = underWay;
  const failures = failuresOf(order).map((one) => ({ ...one, ...shortened(one.detail) }));
  const toSend = parcelsToSend(order).map(withShortNames);
  const [shippedAt, refusal] = [shippedAtOf(order), refusalOf(order)];
  return {
    byId: { ...columns, rowKey: idKey(orderId), version, stateKey, emailHash },
    byTime: {
      ...columns,
      rowKey: `${allPrefix}${position}`,
      ...(shippedAt !== undefined && { shippedAt }),
      ...(refusal !== undefined && { refusal }),
    },
    byEmail: { ...columns, rowKey: `${emailPrefix(emailHash)}${position}` },
    byState: {
      ...columns,
      rowKey: stateKey,
      ...(needsAttention(state) && failures.length > 0 && { failures: JSON.stringify(failures) }),
      ...((first || state === 'shipped') && { underWay: JSON.stringify(underWay) }),
      ...(first && { underWaySince: first.dispatchedAt }),
      ...((toSend.length > 0 || state === 'captured') && { toSend: JSON.stringify(toSend) }),
    },
  };
}

function shortened(detail: string | undefined): { detail?: string } {
  return detail === undefined ? {} : { detail: detail.slice(0, longestDetail) };
}

function withShortNames({ lines, ...parcel }: ParcelToSend): ParcelToSend {
  return { ...parcel, lines: lines.map((line) => ({ ...line, name: line.name.slice(0, longestName) })) };
}

export function snapshotOf(row: SnapshotRow): OrderSnapshot {
  const { orderId, customerId, state, totalAmount, currency, createdAt, updatedAt } = row;
  return { orderId, customerId, state, total: { amount: totalAmount, currency }, createdAt, updatedAt };
}

export function openOrderOf(row: SnapshotRow): OpenOrder {
  const { failures, underWay } = row;
  return {
    ...snapshotOf(row),
    ...(failures !== undefined && { failures: JSON.parse(failures) }),
    ...(underWay !== undefined && { underWay: JSON.parse(underWay) }),
  };
}

export function shippedOrderOf(row: SnapshotRow): ShippedOrder {
  return { ...snapshotOf(row), underWay: JSON.parse(row.underWay ?? '[]') };
}

export function orderToSendOf(row: SnapshotRow): OrderToSend {
  const { toSend } = row;
  return { ...snapshotOf(row), ...(toSend !== undefined && { parcels: JSON.parse(toSend) }) };
}

/** The columns that `placedOrderOf` reads. */
export const placedColumns = ['createdAt', 'state', 'shippedAt', 'refusal'] as const;

export function placedOrderOf({
  createdAt,
  state,
  shippedAt,
  refusal,
}: Pick<SnapshotRow, (typeof placedColumns)[number]>): PlacedOrder {
  return {
    createdAt,
    state,
    ...(typeof shippedAt === 'string' && { shippedAt }),
    ...(typeof refusal === 'string' && { refusal }),
  };
}
