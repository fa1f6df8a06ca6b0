// Stores when a timer last fired and when it should fire next, so that the next start notices a missed run.

import { localRoundTrip } from '../../bindings/dotnet-date';
import type { RegisteredFunction } from '../../worker/function-registry';
import { readRecord, writeRecord } from '../hosts-container';
import type { TimerSchedule } from './timer-schedule';

export interface TimerStatus {
  /** Absent = never. */
  last?: Date;
  next: Date;
  lastUpdated?: Date;
}

export interface TimerStatusStore {
  read(): Promise<TimerStatus | undefined>;
  write(status: TimerStatus): Promise<void>;
}

/** Whether the timer's status is stored. */
export function isMonitored(fn: RegisteredFunction, schedule: TimerSchedule): boolean {
  return fn.trigger.useMonitor !== false && !schedule.isFrequent;
}

const NEVER = '0001-01-01T00:00:00+00:00';

export function makeTimerStatusStore(connectionString: string, hostId: string, timerName: string): TimerStatusStore {
  const record = `timers/${hostId}/Host.Functions.${timerName}/status`;
  return {
    async read() {
      const { Last, Next, LastUpdated } = ((await readRecord(connectionString, record)) ?? {}) as Record<
        string,
        string
      >;
      const next = parseDate(Next);
      if (next === undefined) return undefined;
      const [last, lastUpdated] = [parseDate(Last), parseDate(LastUpdated)];
      return { next, ...(last && { last }), ...(lastUpdated && { lastUpdated }) };
    },
    write: (status) => writeRecord(connectionString, record, statusJson(status)),
  };
}

/** The genuine host's format, both in storage and in the function's input. */
export function statusJson(status: TimerStatus): { Last: string; Next: string; LastUpdated: string } {
  const text = (date: Date | undefined) => (date === undefined ? NEVER : localRoundTrip(date));
  return { Last: text(status.last), Next: text(status.next), LastUpdated: text(status.lastUpdated) };
}

export interface StartUpStatus {
  status: TimerStatus;
  isPastDue: boolean;
  /** The stored status differs and must be written. */
  changed: boolean;
}

/**
 * The status at start-up. A run is past due only if it was missed under the same schedule: once the schedule has changed,
 * the stored time is meaningless.
 */
export function statusAtStart(stored: TimerStatus | undefined, schedule: TimerSchedule, now: Date): StartUpStatus {
  const base = stored?.last ?? stored?.lastUpdated;
  if (stored !== undefined && base !== undefined && schedule.next(base).getTime() === stored.next.getTime()) {
    return { status: stored, isPastDue: stored.next < now, changed: false };
  }
  return { status: { next: schedule.next(now), lastUpdated: now }, isPastDue: false, changed: true };
}

function parseDate(text: string | undefined): Date | undefined {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) || (text ?? '').startsWith('0001-') ? undefined : new Date(ms);
}
