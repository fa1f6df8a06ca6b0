// The newest orders of all customers, page by page. Storage keeps orders by customer and cannot sort them by time, so each page
// scans all orders and keeps the newest. This saves an index that every step of an order would have to update.

import { cursorAt, type Position, positionOf, readCursor, timeOf } from '../order-cursor';
import type { AllOrders, OrderSnapshot } from '../ports/all-orders';
import type { OrderQuery } from '../ports/order-store';

/**
 * A page of the orders of all customers, the newest first.
 * @throws AppError `REQUEST.INVALID` when the cursor is malformed.
 */
export async function newestOrders(
  allOrders: AllOrders,
  { state, cursor, limit }: OrderQuery,
): Promise<{ orders: OrderSnapshot[]; cursor?: string }> {
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const snapshots = allOrders.snapshots({ ...(state && { state }), ...(after && { notAfter: timeOf(after) }) });
  const newest = await newestOf(snapshots, limit + 1, after);
  const orders = newest.slice(0, limit);
  const last = orders.at(-1);
  return last && newest.length > limit ? { orders, cursor: cursorAt(positionOf(last)) } : { orders };
}

/** Keeps at most a few pages in memory, however many orders there are. */
async function newestOf(
  snapshots: AsyncIterable<OrderSnapshot>,
  most: number,
  after?: Position,
): Promise<OrderSnapshot[]> {
  let kept: OrderSnapshot[] = [];
  for await (const snapshot of snapshots) {
    if (after !== undefined && positionOf(snapshot) >= after) continue;
    kept.push(snapshot);
    if (kept.length >= most * 4) kept = newestFirst(kept).slice(0, most);
  }
  return newestFirst(kept).slice(0, most);
}

function newestFirst(orders: OrderSnapshot[]): OrderSnapshot[] {
  return orders.sort((a, b) => (positionOf(a) < positionOf(b) ? 1 : -1));
}
