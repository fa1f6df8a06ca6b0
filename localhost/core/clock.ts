// The one time source of the host: real time, plus what `--clock` has skipped. Everything that waits for a time of this
// clock is registered here, so that the host knows what is due next and can jump to it.

/** Something that is due at a time. */
export interface Due {
  /** Epoch milliseconds of this clock. */
  at: number;
  /** For `GET /admin/clock`, and for the order of what is due at the same time: `timer function 'purge'`. */
  what: string;
  /** Called once, at or after `at`. @param now the time that has been reached. */
  run(now: number): void;
  /** Only for something that recurs: the last of its times that is not after `limit`. `limit` is never before `at`. */
  lastUntil?(limit: number): number;
}

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  date(): Date;
  /** Epoch milliseconds without what was skipped. */
  realNow(): number;
  /** How much was skipped. */
  aheadMs(): number;
  /** @returns a function that withdraws it. */
  add(due: Due): () => void;
  /** All that is registered, in the order in which it is due. */
  due(): Due[];
  /** Skips time. What is due then runs with the next alarm, or by `take`. */
  setAhead(ms: number): void;
  /** While held, nothing runs by itself: who holds it takes what is due. */
  hold(held: boolean): void;
  /** Removes what is due at `now` or before, in order. */
  take(now: number): Due[];
}

export interface ClockOptions {
  realNow?(): number;
  /** Decides between things that are due at the same time; the lower rank runs first. Default: alphabetical order. */
  rank?(what: string): number;
}

/** Node's timers are limited to 2^31 - 1 ms; longer waits are split. */
const maxWaitMs = 20 * 24 * 3_600_000;

export function makeClock({ realNow = () => Date.now(), rank = () => 0 }: ClockOptions = {}): Clock {
  const registered = new Set<Due>();
  let aheadMs = 0;
  let isHeld = false;
  let alarm: NodeJS.Timeout | undefined;
  let alarmAt = Number.POSITIVE_INFINITY;
  const now = () => realNow() + aheadMs;
  const inOrder = (a: Due, b: Due) =>
    a.at - b.at || rank(a.what) - rank(b.what) || (a.what < b.what ? -1 : Number(a.what > b.what));

  function arm(): void {
    let next = Number.POSITIVE_INFINITY;
    if (!isHeld) for (const { at } of registered) next = Math.min(next, at);
    clearTimeout(alarm);
    alarmAt = next;
    if (next !== Number.POSITIVE_INFINITY) alarm = setTimeout(ring, Math.min(Math.max(next - now(), 0), maxWaitMs));
  }

  function take(until: number): Due[] {
    const taken = [...registered].filter(({ at }) => at <= until).sort(inOrder);
    for (const one of taken) registered.delete(one);
    return taken;
  }

  /** Node's timers may end a little early: nothing runs before its time. */
  function ring(): void {
    const reached = now();
    for (const one of take(reached)) one.run(reached);
    arm();
  }

  return {
    now,
    date: () => new Date(now()),
    realNow,
    aheadMs: () => aheadMs,
    add(due) {
      registered.add(due);
      if (due.at < alarmAt) arm();
      return () => {
        if (registered.delete(due) && due.at <= alarmAt) arm();
      };
    },
    due: () => [...registered].sort(inOrder),
    setAhead(ms) {
      aheadMs = ms;
      arm();
    },
    hold(held) {
      isHeld = held;
      arm();
    },
    take,
  };
}
