// Money and times as the reader's language and zone write them.

import type { Money } from './wire';

export function money({ amount, currency }: Money): string {
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** @param at ISO 8601. */
export function time(at: string): string {
  return dayAndTime.format(new Date(at));
}
