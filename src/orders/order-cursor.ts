// Where a page of orders ended. Lists go from the newest order to the oldest, so a cursor is the place of the last one shown:
// it stays right while orders are placed, and nothing is kept for it.

import { AppError } from '../shared/http/errors';
import type { OrderSummary } from './ports/order-store';

/** By time; the id tells orders of the same millisecond apart. */
export type Position = string;

export function positionOf({ createdAt, orderId }: Pick<OrderSummary, 'createdAt' | 'orderId'>): Position {
  return `${createdAt} ${orderId}`;
}

/** The time of the order that stands there. */
export function timeOf(position: Position): string {
  return position.slice(0, position.indexOf(' '));
}

export function cursorAt(position: Position): string {
  return Buffer.from(position).toString('base64url');
}

/** @throws AppError `REQUEST.INVALID` on a cursor that is none. */
export function readCursor(cursor: string): Position {
  const position = Buffer.from(cursor, 'base64url').toString();
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z ord_[a-z2-7]+$/.test(position)) return position;
  const errors = [{ field: 'cursor', message: 'is not one of ours' }];
  throw new AppError('REQUEST.INVALID', 'cursor: take it from the answer before.', { errors });
}
