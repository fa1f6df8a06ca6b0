// The timer trigger: one run at a time, one catch-up run for whatever was missed, and a record in storage that survives restarts.

import { localRoundTrip } from '../../bindings/dotnet-date';
import { resolveSettings } from '../../config/resolve-settings';
import type { RegisteredFunction } from '../../worker/function-registry';
import { makeInterruptibleSleep } from '../interruptible-sleep';
import type { Listener, ListenerContext } from '../listener';
import { executeWithRetry } from '../retry';
import { parseTimerSchedule } from './timer-schedule';
import { isMonitored, makeTimerStatusStore, statusAtStart, statusJson, type TimerStatus } from './timer-status';

const CATEGORY = 'Host.Triggers.Timer';

type Cause = 'schedule' | 'pastDue' | 'startup';

/** @throws when the schedule or a setting in it is not usable */
export function makeTimerListener(fn: RegisteredFunction, ctx: ListenerContext): Listener {
  const schedule = parseTimerSchedule(resolveSettings(String(fn.trigger.schedule ?? ''), ctx.setting).trim());
  // Throws for a schedule without any date, such as 30 February.
  schedule.next(new Date());
  const store = isMonitored(fn, schedule)
    ? makeTimerStatusStore(ctx.connections.connectionString(), ctx.hostId, fn.name)
    : undefined;
  const timer = makeInterruptibleSleep();
  let stopped = true;
  let loop = Promise.resolve();

  async function recoverStatus(now: Date): Promise<{ status: TimerStatus; isPastDue: boolean }> {
    if (store === undefined) return { status: { next: schedule.next(now) }, isPastDue: false };
    const found = await guarded('read', () => store.read());
    const atStart = statusAtStart(found, schedule, now);
    if (atStart.changed) await guarded('written', () => store.write(atStart.status));
    // In the first run of a timer all its past is "never", although the record is dated.
    return atStart.changed ? { status: { next: atStart.status.next }, isPastDue: false } : atStart;
  }

  async function run(): Promise<void> {
    const { status: recovered, isPastDue } = await recoverStatus(new Date());
    let status = recovered;
    tellNextTimes();
    if (isPastDue) status = await fire('pastDue', status);
    else if (fn.trigger.runOnStartup === true) status = await fire('startup', status);
    while (await reached(status.next)) status = await fire('schedule', status);
  }

  /** False when the listener was stopped before the time came. */
  async function reached(time: Date): Promise<boolean> {
    while (!stopped && time.getTime() > Date.now()) await timer.sleep(time.getTime() - Date.now());
    return !stopped;
  }

  async function fire(cause: Cause, status: TimerStatus): Promise<TimerStatus> {
    if (stopped) return status;
    const firedAt = new Date();
    await executeLogged(cause, status, firedAt);
    // A timer that fires a little early must not come to the same time once more.
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
      await executeWithRetry(ctx.execute, fn, request, (ms) => reached(new Date(Date.now() + ms)));
    } catch {
      // Logged by the executor; a failed run does not stop the schedule.
    }
  }

  /** The record is a help for the next start: a timer runs without it, too. */
  async function guarded<T>(what: string, access: () => Promise<T>): Promise<T | undefined> {
    try {
      return await access();
    } catch (error) {
      ctx.logs.write('warning', CATEGORY, `The status of timer '${fn.name}' could not be ${what}: ${error}`);
      return undefined;
    }
  }

  function tellNextTimes(): void {
    const times: string[] = [];
    for (let time = new Date(); times.length < 5; times.push(localRoundTrip(time))) time = schedule.next(time);
    const intro = `The next 5 occurrences of the '${fn.name}' schedule (${schedule.description}) will be:`;
    ctx.logs.write('information', CATEGORY, [intro, ...times].join('\n'));
  }

  return {
    async start() {
      stopped = false;
      loop = run();
    },
    async stop() {
      stopped = true;
      timer.wake();
      await loop;
    },
  };
}

/** `11/24/2026 06:52:00`, the machine's time in the invariant culture. */
function shortLocalTime(date: Date): string {
  const [day = '', time = ''] = localRoundTrip(date).slice(0, 19).split('T');
  const [year, month, dayOfMonth] = day.split('-');
  return `${month}/${dayOfMonth}/${year} ${time}`;
}
