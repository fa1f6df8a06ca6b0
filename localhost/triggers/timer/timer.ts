// The timer trigger: runs a function on schedule, one run at a time. Its status is stored, so that after a restart it
// makes up for missed runs with one run.

import { localRoundTrip } from '../../bindings/dotnet-date';
import { resolveSettings } from '../../config/resolve-settings';
import { clock } from '../../core/host-clock';
import type { RegisteredFunction } from '../../worker/function-registry';
import { makeClockSleep } from '../clock-sleep';
import type { Listener, ListenerContext } from '../listener';
import { makeLoopListener } from '../loop-listener';
import { executeWithRetry } from '../retry';
import { parseTimerSchedule } from './timer-schedule';
import { isMonitored, makeTimerStatusStore, statusAtStart, statusJson, type TimerStatus } from './timer-status';

const CATEGORY = 'Host.Triggers.Timer';

type Cause = 'schedule' | 'pastDue' | 'startup';

/** @throws when the schedule or a setting in it cannot be used */
export function makeTimerListener(fn: RegisteredFunction, ctx: ListenerContext): Listener {
  const schedule = parseTimerSchedule(resolveSettings(String(fn.trigger.schedule ?? ''), ctx.setting).trim());
  // Throws for a schedule that never fires, such as 30 February.
  schedule.next(clock.date());
  const store = isMonitored(fn, schedule)
    ? makeTimerStatusStore(ctx.connections.connectionString(), ctx.hostId, fn.name)
    : undefined;
  const timer = makeClockSleep();
  const listener = makeLoopListener(timer, run);

  async function recoverStatus(now: Date): Promise<{ status: TimerStatus; isPastDue: boolean }> {
    if (store === undefined) return { status: { next: schedule.next(now) }, isPastDue: false };
    const found = await guarded('read', () => store.read());
    const atStart = statusAtStart(found, schedule, now);
    if (atStart.changed) await guarded('written', () => store.write(atStart.status));
    // A new timer reports `Last` and `LastUpdated` as never, although the stored status has a date.
    return atStart.changed ? { status: { next: atStart.status.next }, isPastDue: false } : atStart;
  }

  async function run(): Promise<void> {
    const { status: recovered, isPastDue } = await recoverStatus(clock.date());
    let status = recovered;
    logNextTimes();
    if (isPastDue) status = await fire('pastDue', status);
    else if (fn.trigger.runOnStartup === true) status = await fire('startup', status);
    while (await reached(status.next, true)) status = await fire('schedule', status);
  }

  /** @returns false when the listener was stopped before that time. */
  async function reached(time: Date, recurs = false): Promise<boolean> {
    const at = time.getTime();
    const lastUntil = (limit: number) => schedule.lastUntil(limit, at);
    const due = { at, what: `timer function '${fn.name}'`, ...(recurs && { lastUntil }) };
    while (!listener.isStopped() && at > clock.now()) await timer.until(due);
    return !listener.isStopped();
  }

  async function fire(cause: Cause, status: TimerStatus): Promise<TimerStatus> {
    if (listener.isStopped()) return status;
    const firedAt = clock.date();
    await executeLogged(cause, status, firedAt);
    // If a timer fires slightly early, it must not fire again at the scheduled time.
    const counted = cause === 'schedule' && status.next > firedAt ? status.next : firedAt;
    const updated = { last: counted, next: schedule.next(counted), lastUpdated: counted };
    if (store !== undefined) await guarded('written', () => store.write(updated));
    return updated;
  }

  async function executeLogged(cause: Cause, status: TimerStatus, firedAt: Date): Promise<void> {
    const info = {
      Schedule: { AdjustForDST: true },
      ScheduleStatus: store === undefined ? null : statusJson(status),
      IsPastDue: cause === 'pastDue',
    };
    const shown = shortLocalTime(firedAt);
    const request = {
      reason: `Timer fired at ${localRoundTrip(firedAt)}`,
      trigger: { json: JSON.stringify(info) },
      triggerMetadata: { TimerTrigger: { string: shown } },
      bindingData: { TimerTrigger: shown },
    };
    try {
      await executeWithRetry(ctx.execute, fn, request, (ms) => reached(new Date(clock.now() + ms)));
    } catch {
      // The executor has logged the error. A failed run does not stop the schedule.
    }
  }

  /** Logs a failed access to the stored status. The timer runs without it; only the next start needs it. */
  async function guarded<T>(what: string, access: () => Promise<T>): Promise<T | undefined> {
    try {
      return await access();
    } catch (error) {
      ctx.logs.write('warning', CATEGORY, `The status of timer '${fn.name}' could not be ${what}: ${error}`);
      return undefined;
    }
  }

  function logNextTimes(): void {
    const times: string[] = [];
    for (let time = clock.date(); times.length < 5; times.push(localRoundTrip(time))) time = schedule.next(time);
    const intro = `The next 5 occurrences of the '${fn.name}' schedule (${schedule.description}) will be:`;
    ctx.logs.write('information', CATEGORY, [intro, ...times].join('\n'));
  }

  return listener;
}

/** Local time in the format of .NET's invariant culture: `11/24/2026 06:52:00`. */
function shortLocalTime(date: Date): string {
  const [day = '', time = ''] = localRoundTrip(date).slice(0, 19).split('T');
  const [year, month, dayOfMonth] = day.split('-');
  return `${month}/${dayOfMonth}/${year} ${time}`;
}
