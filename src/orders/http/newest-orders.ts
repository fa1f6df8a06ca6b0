// The newest orders of the whole shop, page by page. Storage keeps orders by customer and cannot sort them by time, so each
// page looks through all of them and keeps the newest: no index has to be written and kept right at every step of an order.

import { cursorAt, type Position, positionOf, readCursor, timeOf } from '../order-cursor';
import type { AllOrders, OrderGlance, OrderQuery } from '../ports';

/**
 * A page of every customer's orders, the newest first.
 * @throws AppError `REQUEST.INVALID` on a cursor that is none.
 */
export async function newestOrders(
  allOrders: AllOrders,
  { state, cursor, limit }: OrderQuery,
): Promise<{ orders: OrderGlance[]; cursor?: string }> {
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const glances = allOrders.glances({ ...(state && { state }), ...(after && { notAfter: timeOf(after) }) });
  const newest = await newestOf(glances, limit + 1, after);
  const orders = newest.slice(0, limit);
  const last = orders.at(-1);
  return last && newest.length > limit ? { orders, cursor: cursorAt(positionOf(last)) } : { orders };
}

/** Holds a few pages at a time, however many orders there are. */
async function newestOf(glances: AsyncIterable<OrderGlance>, most: number, after?: Position): Promise<OrderGlance[]> {
  let kept: OrderGlance[] = [];
  for await (const glance of glances) {
    if (after !== undefined && positionOf(glance) >= after) continue;
    kept.push(glance);
    if (kept.length >= most * 4) kept = newestFirst(kept).slice(0, most);
  }
  return newestFirst(kept).slice(0, most);
}

function newestFirst(orders: OrderGlance[]): OrderGlance[] {
  return orders.sort((a, b) => (positionOf(a) < positionOf(b) ? 1 : -1));
}
