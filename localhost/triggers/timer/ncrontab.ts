// NCRONTAB, the platform's cron dialect: `{second} {minute} {hour} {day} {month} {day-of-week}`, seconds may be left out.
// Unlike in Unix cron a day must fit both the day of the month and the day of the week.

export interface Ncrontab {
  /**
   * The first time strictly after the given one, or undefined when there is none within 40 years (30 February).
   * Times here are wall-clock readings, as the milliseconds that UTC would have at that reading.
   */
  next(afterMs: number): number | undefined;
  /** Whether it fires more than once within a minute. */
  everyFewSeconds: boolean;
  /** Whether it goes on through the day (`*`, `/` or `-` in a time field) rather than at fixed times of day. */
  isInterval: boolean;
}

interface FieldKind {
  min: number;
  max: number;
  names?: string[];
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const DAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
const SECOND: FieldKind = { min: 0, max: 59 };
const FIELDS: FieldKind[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 6, names: DAYS },
];
const DAY_MS = 86_400_000;
const LONGEST_SEARCH_DAYS = 40 * 366;

/** Undefined when the text is no such expression. */
export function parseNcrontab(expression: string): Ncrontab | undefined {
  const parts = expression.trim().split(/\s+/);
  if (parts.length === 5) parts.unshift('0');
  if (parts.length !== 6) return undefined;
  const sets = [SECOND, ...FIELDS].map((kind, index) => parseField(parts[index] ?? '', kind));
  const [seconds, minutes, hours, days, months, weekdays] = sets;
  if (!seconds || !minutes || !hours || !days || !months || !weekdays) return undefined;

  const dayFits = (day: Date) =>
    months.has(day.getUTCMonth() + 1) && days.has(day.getUTCDate()) && weekdays.has(day.getUTCDay());

  function next(afterMs: number): number | undefined {
    const firstDay = Math.floor(afterMs / DAY_MS) * DAY_MS;
    for (let ahead = 0; ahead < LONGEST_SEARCH_DAYS; ahead += 1) {
      const dayMs = firstDay + ahead * DAY_MS;
      if (!dayFits(new Date(dayMs))) continue;
      const found = firstTimeOfDay(dayMs, afterMs);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  function firstTimeOfDay(dayMs: number, afterMs: number): number | undefined {
    for (const hour of hours ?? []) {
      if (dayMs + (hour + 1) * 3_600_000 <= afterMs) continue;
      for (const minute of minutes ?? []) {
        for (const second of seconds ?? []) {
          const time = dayMs + ((hour * 60 + minute) * 60 + second) * 1000;
          if (time > afterMs) return time;
        }
      }
    }
    return undefined;
  }

  return { next, everyFewSeconds: seconds.size > 1, isInterval: parts.slice(0, 3).some((part) => /[*/-]/.test(part)) };
}

/** The values of a field in ascending order; undefined when it cannot be read. */
function parseField(text: string, kind: FieldKind): Set<number> | undefined {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const [, body = '', step = '1'] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
    const range = parseRange(body, kind, item.includes('/'));
    if (range === undefined || Number(step) < 1) return undefined;
    for (let value = range.from; value <= range.to; value += Number(step)) values.add(value);
  }
  return new Set([...values].sort((a, b) => a - b));
}

function parseRange(body: string, kind: FieldKind, hasStep: boolean): { from: number; to: number } | undefined {
  if (body === '*') return { from: kind.min, to: kind.max };
  const [first = '', last, ...more] = body.split('-');
  const from = parseValue(first, kind);
  const to = last === undefined ? from : parseValue(last, kind);
  if (from === undefined || to === undefined || more.length > 0) return undefined;
  if (last === undefined && hasStep) return { from, to: kind.max };
  return from <= to ? { from, to } : { from: to, to: from };
}

function parseValue(text: string, { min, max, names }: FieldKind): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) >= min && Number(text) <= max ? Number(text) : undefined;
  const index = text === '' ? -1 : (names ?? []).findIndex((name) => name.startsWith(text.toLowerCase()));
  return index < 0 ? undefined : index + min;
}
