// Moves a clock to the next thing that is due, once nothing is left to do. What is due at the same time runs one after the
// other, each after the work of the one before, so that the order does not depend on the speed of the machine.

import type { Clock, Due } from './clock';

export interface JumpsOptions {
  clock: Clock;
  /** True while nothing is left to do: no running function, no visible message, no work in the task hub. */
  isQuiet(): boolean;
  /** Called before each jump; the jump waits. @param aheadMs what the clock will have skipped. */
  beforeJump(aheadMs: number): Promise<void>;
  /** Jump whenever it is quiet; otherwise only when asked. */
  automatic: boolean;
  /** Stop at every time of what recurs. Otherwise a jump passes all of its times but the last. */
  everyRun: boolean;
  /** An automatic jump failed; no other follows. */
  failed(error: Error): void;
  timing?: JumpTiming;
}

export interface JumpTiming {
  /** Between two looks whether it is quiet. It counts as quiet after three in a row. */
  lookMs: number;
  /** How long one jump waits for running work. */
  patienceMs: number;
  /** How long one thing waits for the work of another that was due at the same time: that work may wait for it in turn. */
  tieMs: number;
}

export interface Jumps {
  /**
   * Moves the clock to that time, by way of everything that is due until then.
   * @throws NotQuiet when work that was started does not end.
   */
  to(at: number): Promise<void>;
  start(): void;
  stop(): void;
}

/** Where a jump ends, and until when schedules are passed on the way there and after it. */
interface Stop {
  at: number;
  horizon: number;
}

/** Work is still running, so time cannot be skipped. */
export class NotQuiet extends Error {
  override readonly name = 'NotQuiet';
}

const usualTiming: JumpTiming = { lookMs: 4, patienceMs: 30_000, tieMs: 5_000 };
const quietLooks = 3;

export function makeJumps(options: JumpsOptions): Jumps {
  const { clock, isQuiet, beforeJump, everyRun, timing = usualTiming } = options;
  let isStopped = true;
  let turn: Promise<void> = Promise.resolve();

  /** Only what does not recur makes the clock jump: schedules alone would make it run for ever. */
  const nextOnce = () => clock.due().find(({ lastUntil }) => !lastUntil)?.at;

  async function becomesQuiet(patienceMs = timing.patienceMs): Promise<boolean> {
    const until = performance.now() + patienceMs;
    for (let looks = 0; looks < quietLooks; ) {
      looks = isQuiet() ? looks + 1 : 0;
      if (looks === 0 && performance.now() > until) return false;
      await pause(timing.lookMs);
    }
    return true;
  }

  /** The first time until `limit` at which something is due; a schedule counts with the last of its times. */
  function stopUntil(limit: number): Stop | undefined {
    const horizon = Math.min(limit, nextOnce() ?? limit);
    const at = Math.min(...clock.due().map((due) => timeOf(due, horizon)));
    return at <= limit ? { at, horizon } : undefined;
  }

  function timeOf({ at, lastUntil }: Due, horizon: number): number {
    return everyRun || !lastUntil || at > horizon ? at : lastUntil(horizon);
  }

  async function move({ at, horizon }: Stop): Promise<void> {
    const aheadMs = clock.aheadMs() + Math.max(0, at - clock.now());
    await beforeJump(aheadMs);
    clock.hold(true);
    try {
      for (const due of clock.due()) due.at = timeOf(due, horizon);
      clock.setAhead(aheadMs);
      for (const [index, due] of clock.take(at).entries()) {
        if (index > 0) await becomesQuiet(timing.tieMs);
        due.run(at);
      }
    } finally {
      clock.hold(false);
    }
  }

  async function moveTo(target: number): Promise<void> {
    for (;;) {
      if (!(await becomesQuiet())) throw new NotQuiet('Work is still running, so time cannot be skipped.');
      const stop = stopUntil(target);
      if (!stop) break;
      await move(stop);
    }
    if (target > clock.now()) await move({ at: target, horizon: target });
  }

  async function jumpWhileStarted(): Promise<void> {
    while (!isStopped) {
      await pause(timing.lookMs);
      if (nextOnce() !== undefined && isQuiet()) await inTurn(jumpOnce);
    }
  }

  async function jumpOnce(): Promise<void> {
    if (!(await becomesQuiet()) || isStopped) return;
    const stop = stopUntil(nextOnce() ?? Number.NEGATIVE_INFINITY);
    if (stop) await move(stop);
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  }

  return {
    to: (at) => inTurn(() => moveTo(at)),
    start() {
      isStopped = false;
      if (options.automatic) jumpWhileStarted().catch(options.failed);
    },
    stop() {
      isStopped = true;
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
