// The cursor of a list of orders. Lists are sorted from newest to oldest, and a cursor is the position of the last order on a page:
// it stays valid while orders are placed, and no state is kept for it.

import { invalidCursor } from '../shared/http/paging';
import type { OrderSummary } from './ports/order-store';

/** Creation time, then id: orders created in the same millisecond have different positions. */
export type Position = string;

export function positionOf({ createdAt, orderId }: Pick<OrderSummary, 'createdAt' | 'orderId'>): Position {
  return `${createdAt} ${orderId}`;
}

/** The creation time and the id of the order at a position. */
export function orderAt(position: Position): { createdAt: string; orderId: string } {
  const [createdAt = '', orderId = ''] = position.split(' ');
  return { createdAt, orderId };
}

export function cursorAt(position: Position): string {
  return Buffer.from(position).toString('base64url');
}

/** @throws AppError `REQUEST.INVALID` when the cursor is malformed. */
export function readCursor(cursor: string): Position {
  const position = Buffer.from(cursor, 'base64url').toString();
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z ord_[a-z2-7]+$/.test(position)) return position;
  throw invalidCursor();
}
