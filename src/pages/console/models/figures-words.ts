// The figures of the shop in words: the bars of the charts, and the sentence beside each.

import type { OrderFigures } from '../schemas';
import { reasonWords } from './reason-words';

export function refusalText(code: string): string {
  return reasonWords[code] ?? code;
}

const anHour = 3_600;
const aDay = 24 * anHour;

/** `2.5 days`, `5 h`, `12 min`. */
export function durationText(seconds: number): string {
  if (seconds >= 2 * aDay) return `${rounded(seconds / aDay)} days`;
  if (seconds >= anHour) return `${rounded(seconds / anHour)} h`;
  return `${Math.max(1, Math.round(seconds / 60))} min`;
}

function rounded(value: number): string {
  return value < 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value));
}

/** Hours where most orders take hours, days where they take days. */
export function shipUnit(figures: OrderFigures): { seconds: number; text: string } {
  const { medianSeconds = 0 } = figures.toShip;
  if (medianSeconds >= 2 * aDay) return { seconds: aDay, text: 'days' };
  return medianSeconds >= anHour ? { seconds: anHour, text: 'h' } : { seconds: 60, text: 'min' };
}

/** `1 Mar`, in the words of the reader. `YYYY-MM-DD` is a day there, not a moment. */
export function dayText(day: string, locale?: string): string {
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return format.format(new Date(`${day}T00:00:00Z`));
}

export function ordersText(count: number): string {
  return count === 1 ? '1 order' : `${count} orders`;
}
