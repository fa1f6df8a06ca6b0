// The record of a timer in storage: when it last fired and when it should next, so that a missed time is noticed at the next start.

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

/** Whether a record is kept of a timer at all. */
export function isMonitored(fn: RegisteredFunction, schedule: TimerSchedule): boolean {
  return fn.trigger.useMonitor !== false && !schedule.isFrequent;
}

const NEVER = '0001-01-01T00:00:00+00:00';

export function makeTimerStatusStore(connectionString: string, hostId: string, timerName: string): TimerStatusStore {
  const note = `timers/${hostId}/Host.Functions.${timerName}/status`;
  return {
    async read() {
      const { Last, Next, LastUpdated } = ((await readRecord(connectionString, note)) ?? {}) as Record<string, string>;
      const next = parseDate(Next);
      if (next === undefined) return undefined;
      const [last, lastUpdated] = [parseDate(Last), parseDate(LastUpdated)];
      return { next, ...(last && { last }), ...(lastUpdated && { lastUpdated }) };
    },
    write: (status) => writeRecord(connectionString, note, statusJson(status)),
  };
}

/** As the genuine host writes it, into storage and for the function. */
export function statusJson(status: TimerStatus): { Last: string; Next: string; LastUpdated: string } {
  const text = (date: Date | undefined) => (date === undefined ? NEVER : localRoundTrip(date));
  return { Last: text(status.last), Next: text(status.next), LastUpdated: text(status.lastUpdated) };
}

export interface StartUpStatus {
  status: TimerStatus;
  isPastDue: boolean;
  /** The record in storage is not this one and must be written. */
  changed: boolean;
}

/**
 * What a stored status means at a start. Only a time missed under the same schedule is past due:
 * after a change of the schedule the stored time says nothing.
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
