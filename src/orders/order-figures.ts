// The figures of a period: orders a day, how long they took to be sent, and why orders were refused.

import type { PlacedOrder } from './ports/all-orders';

export interface DayFigures {
  /** `YYYY-MM-DD` in the reader's time zone. */
  day: string;
  placed: number;
  /** From placed to sent, of the orders of this day that were sent; half of them took less. */
  medianSecondsToShip?: number;
}

export interface OrderFigures {
  /** Every day of the period, the earliest first. */
  days: DayFigures[];
  toShip: { orders: number; medianSeconds?: number; slowestTenthSeconds?: number };
  /** The most frequent first. */
  refusals: { code: string; orders: number }[];
}

/** The code of a refusal that an earlier version has not recorded where it is counted. */
const unknownCode = 'unknown';

/** @param days the days to show, the earliest first, in `timeZone` (IANA). */
export function figuresOf(orders: readonly PlacedOrder[], days: readonly string[], timeZone: string): OrderFigures {
  const dayOf = dayIn(timeZone);
  const byDay = new Map(days.map((day): [string, PlacedOrder[]] => [day, []]));
  for (const order of orders) byDay.get(dayOf(order.createdAt))?.push(order);
  const shown = [...byDay.values()].flat();
  const seconds = secondsToShip(shown);
  return {
    days: [...byDay].map(([day, placed]) => ({
      day,
      placed: placed.length,
      ...absentIfNone('medianSecondsToShip', shareOf(secondsToShip(placed), 0.5)),
    })),
    toShip: {
      orders: seconds.length,
      ...absentIfNone('medianSeconds', shareOf(seconds, 0.5)),
      ...absentIfNone('slowestTenthSeconds', shareOf(seconds, 0.9)),
    },
    refusals: refusalsIn(shown),
  };
}

/** The last `count` days up to the day of `now`, the earliest first, as `timeZone` (IANA) counts them. */
export function lastDays(count: number, now: Date, timeZone: string): string[] {
  const today = Date.parse(dayIn(timeZone)(now.toISOString()));
  return Array.from({ length: count }, (_, n) => dayText(today - (count - 1 - n) * dayMs));
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const dayMs = 86_400_000;

function dayText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** One format for all orders: making one takes longer than using it a hundred times. */
function dayIn(timeZone: string): (at: string) => string {
  const format = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (at) => {
    const parts = Object.fromEntries(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
    return `${parts.year}-${parts.month}-${parts.day}`;
  };
}

/** The shortest first. */
function secondsToShip(orders: readonly PlacedOrder[]): number[] {
  return orders
    .flatMap(({ createdAt, shippedAt }) =>
      shippedAt === undefined ? [] : [Math.round((Date.parse(shippedAt) - Date.parse(createdAt)) / 1000)],
    )
    .sort((a, b) => a - b);
}

/** The smallest of the sorted values that this share of them does not exceed. */
function shareOf(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

function refusalsIn(orders: readonly PlacedOrder[]): OrderFigures['refusals'] {
  const counts = new Map<string, number>();
  for (const { state, refusal = unknownCode } of orders) {
    if (state === 'refused') counts.set(refusal, (counts.get(refusal) ?? 0) + 1);
  }
  return [...counts].map(([code, count]) => ({ code, orders: count })).sort((a, b) => b.orders - a.orders);
}

function absentIfNone<Name extends string>(name: Name, value: number | undefined): { [N in Name]?: number } {
  return value === undefined ? {} : ({ [name]: value } as { [N in Name]: number });
}
