// The owner's figures over HTTP: what one glance at the shop needs, counted from the index of orders.

import { type HttpHandler, route } from '../../shared/http/http';
import { figuresOf, lastDays } from '../order-figures';
import type { AllOrders } from '../ports/all-orders';
import { figuresQuery, type OrderFiguresJson } from './figures-schemas';

export interface FiguresHandlerDeps {
  allOrders: Pick<AllOrders, 'placedSince'>;
  now: () => Date;
}

const headers = { 'cache-control': 'no-store' };
/** In some zone the first day begins this much earlier than in UTC. */
const widestOffsetMs = 14 * 3_600_000;

export function makeFiguresHandlers({ allOrders, now }: FiguresHandlerDeps): { getOrderFigures: HttpHandler } {
  return {
    getOrderFigures: route(async (_request, _context, { days: count, timeZone }) => {
      const days = lastDays(count, now(), timeZone);
      const since = new Date(Date.parse(days[0] ?? '') - widestOffsetMs).toISOString();
      const { orders, complete } = await allOrders.placedSince(since);
      const shown = complete ? days : wholeDays(days, orders.at(-1)?.createdAt, timeZone);
      const jsonBody: OrderFiguresJson = { ...figuresOf(orders, shown, timeZone), complete: shown.length === count };
      return { status: 200, headers, jsonBody };
    }, figuresQuery),
  };
}

/** Those after the day of the earliest order that was read. */
function wholeDays(days: string[], earliest: string | undefined, timeZone: string): string[] {
  const [cut = ''] = earliest === undefined ? [] : lastDays(1, new Date(earliest), timeZone);
  return days.filter((day) => day > cut);
}
