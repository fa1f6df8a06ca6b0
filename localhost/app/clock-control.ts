// `--clock`: connects the host's clock with the storage emulator's, and serves `/admin/clock`.

import { type ClockOptions, parseIsoDuration } from '../config/clock-options';
import type { Clock } from '../core/clock';
import { clock, readRealTimeWith, seedClock } from '../core/host-clock';
import { type Jumps, makeJumps, NotQuiet } from '../core/jumps';
import type { Logs } from '../core/logs';
import { shiftDate } from '../core/shift-date';
import type { AzuriteClock, AzuriteClockOptions } from '../emulators/azurite-clock';
import { makeMessageDelays } from '../emulators/message-delays';
import type { AdminClock } from '../triggers/http/admin';
import type { Listeners } from './listeners';
import type { SkippedTime } from './skipped-time';

export interface ClockControl {
  /** For the storage emulator that the host starts. */
  azurite: AzuriteClockOptions;
  admin: AdminClock;
  /** From now on time is skipped. */
  start(app: ClockedApp): void;
  stop(): void;
}

export interface ClockedApp {
  listeners: Pick<Listeners, 'readsQueue' | 'queueSent'>;
  isQuiet(): boolean;
  /** Absent if the app does not use the storage emulator. */
  azurite?: AzuriteClock;
}

/** How many things `/admin/clock` shows. */
const shownDue = 20;

/** Call it before the app loads. */
export function makeClockControl(options: ClockOptions, skipped: SkippedTime, logs: Logs): ClockControl {
  const aheadMs = skipped.read();
  if (options.seed !== undefined) seedClock(options.seed);
  if (options.process) readRealTimeWith(shiftDate(clock.aheadMs));
  clock.setAhead(aheadMs);
  const delays = makeMessageDelays(clock);
  let app: ClockedApp | undefined;
  const jumps = makeJumps({
    clock,
    automatic: options.automatic,
    everyRun: options.everyRun,
    isQuiet: () => app?.isQuiet() === true,
    async beforeJump(next) {
      await app?.azurite?.set(next);
      skipped.write(next);
    },
    failed: (error) => logs.write('error', 'Host.Clock', `Time is no longer skipped: ${error.message}`),
  });
  return {
    azurite: { aheadMs, everywhere: options.process, changed: delays.changed },
    admin: {
      status: () => statusOf(clock, options, app?.isQuiet() === true),
      move: (body) => moveClock(clock, jumps, body),
    },
    start(started) {
      app = started;
      delays.connect({ reads: started.listeners.readsQueue, visible: started.listeners.queueSent });
      jumps.start();
    },
    stop: jumps.stop,
  };
}

function statusOf(clock: Clock, { automatic, process, seed }: ClockOptions, isQuiet: boolean): object {
  return {
    now: clock.date().toISOString(),
    aheadMs: clock.aheadMs(),
    mode: automatic ? 'jump' : 'manual',
    process,
    ...(seed !== undefined && { seed }),
    isQuiet,
    due: clock
      .due()
      .slice(0, shownDue)
      .map(({ at, what, lastUntil }) => ({ at: new Date(at).toISOString(), what, recurs: lastUntil !== undefined })),
  };
}

async function moveClock(clock: Clock, jumps: Jumps, body: string): ReturnType<AdminClock['move']> {
  const at = targetOf(body, clock.now());
  if (at === undefined) {
    const error = 'Send {"advance": "P2D"} with an ISO 8601 duration, or {"to": "2027-01-31T12:00:00Z"} with a time.';
    return { status: 400, error };
  }
  if (at < clock.now()) {
    return { status: 400, error: `The clock shows ${clock.date().toISOString()} and never goes back.` };
  }
  try {
    await jumps.to(at);
    return undefined;
  } catch (error) {
    if (error instanceof NotQuiet) return { status: 409, error: error.message };
    throw error;
  }
}

/** The year 9999 is the last that .NET and storage know. */
const lastTime = Date.UTC(9999, 11, 31);

function targetOf(body: string, now: number): number | undefined {
  const { advance, to } = parsed(body);
  if ((advance === undefined) === (to === undefined)) return undefined;
  const ms = typeof advance === 'string' ? parseIsoDuration(advance) : undefined;
  const at = typeof to === 'string' ? Date.parse(to) : now + (ms ?? Number.NaN);
  return at <= lastTime ? at : undefined;
}

function parsed(body: string): { advance?: unknown; to?: unknown } {
  try {
    return Object(JSON.parse(body));
  } catch {
    // Gets a 400, like any other invalid body.
    return {};
  }
}
