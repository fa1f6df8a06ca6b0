// Calculates when a timer fires: an NCRONTAB expression in local time, or a constant interval. In the hour that repeats
// when daylight saving time ends, fixed times of day fire once and intervals fire in both passes.

import { parseDuration } from '../../core/duration';
import { type Ncrontab, parseNcrontab } from './ncrontab';

export interface TimerSchedule {
  /** The next time strictly after the given one. @throws when the schedule never fires again */
  next(after: Date): Date;
  /** The last of its times from `first`, which is one of them, until `limit`. */
  lastUntil(limit: number, first: number): number;
  /** Fires more than once a minute, which is too often to store its status. */
  isFrequent: boolean;
  /** For the log, e.g. `Cron: '0 0 2 * * *'`. */
  description: string;
}

/** Converts between instants and wall-clock readings. A reading is given in milliseconds, as if it were UTC. */
export interface WallClock {
  reading(instant: Date): number;
  /** The first instant with this reading. A reading that is skipped in spring becomes one hour later. */
  instant(readingMs: number): Date;
}

/** The time zone of this machine, or of `TZ`. */
export const localClock: WallClock = {
  reading: (instant) => instant.getTime() - instant.getTimezoneOffset() * 60_000,
  instant(readingMs) {
    const at = new Date(readingMs);
    const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
    const [hours, minutes, seconds] = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()];
    return new Date(year, month, day, hours, minutes, seconds, at.getUTCMilliseconds());
  },
};

/** @throws when the text is neither an NCRONTAB expression nor a positive time span */
export function parseTimerSchedule(text: string, clock: WallClock = localClock): TimerSchedule {
  const cron = parseNcrontab(text);
  if (cron !== undefined) {
    const schedule = (after: Date) => nextOfCron(cron, after, clock);
    const lastUntil = (limit: number, first: number) => lastOfCron(schedule, limit, first);
    return { next: schedule, lastUntil, isFrequent: cron.everyFewSeconds, description: `Cron: '${text}'` };
  }
  const intervalMs = parseDuration(text);
  if (intervalMs === undefined || intervalMs <= 0) {
    throw new Error(`The schedule '${text}' was not recognized as a valid cron expression or timespan string.`);
  }
  return {
    next: (after) => new Date(after.getTime() + intervalMs),
    lastUntil: (limit, first) => limit - ((limit - first) % intervalMs),
    isFrequent: intervalMs < 60_000,
    description: `Constant: ${text}`,
  };
}

function nextOfCron(cron: Ncrontab, after: Date, clock: WallClock): Date {
  const base = clock.reading(after);
  let reading = cron.next(base);
  while (reading !== undefined) {
    const instant = clock.instant(reading);
    const repeats = isRepeated(instant, clock);
    if (cron.isInterval && (repeats || isRepeated(after, clock))) return new Date(after.getTime() + reading - base);
    if (instant > after) return instant;
    // A fixed time in the second pass of the repeated hour has already fired in the first.
    reading = cron.next(reading);
  }
  throw new Error('The schedule never fires: no date matches both its day of the month and its day of the week.');
}

/** True if the clock shows this instant's reading twice: again half an hour or an hour earlier or later. */
function isRepeated(instant: Date, clock: WallClock): boolean {
  const reading = clock.reading(instant);
  return [-60, -30, 30, 60].some(
    (minutes) => clock.reading(new Date(instant.getTime() + minutes * 60_000)) === reading,
  );
}

/** Looks back from the limit, in growing steps: all times since `first` may be millions. */
function lastOfCron(next: (after: Date) => Date, limit: number, first: number): number {
  let last = Number.POSITIVE_INFINITY;
  for (let backMs = 1000; last > limit && limit - backMs > first; backMs *= 4) {
    last = next(new Date(limit - backMs)).getTime();
  }
  if (last > limit) last = first;
  for (let later = last; later <= limit; later = next(new Date(later)).getTime()) last = later;
  return last;
}
