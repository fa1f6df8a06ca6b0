// The port to the orders of all customers, for the owner.

import type { TimelineEntry } from '../order';
import type { OrderState } from '../order-states';
import type { ParcelToSend } from '../parcels-to-send';
import type { ParcelUnderWay } from '../parcels-under-way';
import type { OrderQuery, OrderSummary } from './order-store';

/** An order as the owner sees it in a list. */
export interface OrderSnapshot extends OrderSummary {
  customerId: string;
  /** Of the latest change; ISO 8601, UTC. */
  updatedAt: string;
}

/** What could not be undone, and why; for the owner. */
export type Failure = Pick<TimelineEntry, 'at' | 'step' | 'detail'>;

/** An order that the shop or its owner has to act on. */
export interface OpenOrder extends OrderSnapshot {
  /** Of an order whose compensation or refund failed. */
  failures?: Failure[];
  /** That the carrier has and that have not arrived, the longest under way first; absent when there are none. */
  underWay?: ParcelUnderWay[];
}

/** An order with parcels that wait in a warehouse. */
export interface OrderToSend extends OrderSnapshot {
  /** Absent if an earlier version has indexed the order: whether it has any is in its record. */
  parcels?: ParcelToSend[];
}

/** What the figures need of an order. */
export interface PlacedOrder {
  /** When it was placed; ISO 8601, UTC. */
  createdAt: string;
  state: OrderState;
  /** When its last parcel was sent; absent before, and of orders that an earlier version has indexed. */
  shippedAt?: string;
  /** The code of its refusal; absent of orders that an earlier version has indexed. */
  refusal?: string;
}

/** An order with parcels that the carrier has; none are listed if they were dispatched under an earlier version. */
export interface ShippedOrder extends OrderSnapshot {
  underWay: ParcelUnderWay[];
}

/** All conditions must hold. */
export interface AllOrdersQuery extends OrderQuery {
  /** In any case. */
  email?: string;
  orderId?: string;
  /** Placed at this time or later; ISO 8601, UTC. */
  placedFrom?: string;
  /** Placed at this time or before; ISO 8601, UTC. */
  placedTo?: string;
}

/** The orders of all customers, as an index knows them: another process's changes appear after seconds. */
export interface AllOrders {
  /** A page, the newest first. @throws AppError `REQUEST.INVALID` when the cursor is malformed. */
  page(query: AllOrdersQuery): Promise<{ orders: OrderSnapshot[]; cursor?: string }>;
  /** The orders that need the shop or its owner, unsorted. `complete` is false when there are too many to read at once. */
  open(): Promise<{ orders: OpenOrder[]; complete: boolean }>;
  /**
   * The shipped orders with a parcel that was dispatched at a time (ISO 8601, UTC) or before and has not arrived, unsorted; at
   * most 1,000.
   */
  underWaySince(time: string): Promise<ShippedOrder[]>;
  /** The orders with parcels that wait in a warehouse, unsorted. `complete` is false when there are too many to read at once. */
  toSend(): Promise<{ orders: OrderToSend[]; complete: boolean }>;
  /**
   * The orders that were placed at a time (ISO 8601, UTC) or later, the newest first: an operation for each thousand of them.
   * `complete` is false when there are more than 5,000, and the earliest are left out.
   */
  placedSince(time: string): Promise<{ orders: PlacedOrder[]; complete: boolean }>;
  /** How many orders are in each state; a state without orders may be left out. */
  counts(): Promise<Partial<Record<OrderState, number>>>;
}
