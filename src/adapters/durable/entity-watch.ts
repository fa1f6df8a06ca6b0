// Polls the state of one entity for all waiting callers in this process: one read at a time, however many wait.

/** Pauses between two reads in ms: short at first, since most signals are applied at once, then growing. */
export interface WatchTiming {
  /** The longest that a caller waits. */
  boundMs: number;
  firstPauseMs: number;
  longestPauseMs: number;
}

export interface EntityWatch {
  /** The first answer of `find` on a state read from now on; undefined after `boundMs`. @throws then, if the last read failed. */
  until<Answer>(find: (state: unknown) => Answer | undefined): Promise<Answer | undefined>;
}

interface Waiter {
  /** True when the state contained the answer. */
  settledBy(state: unknown): boolean;
}

const growth = 1.5;

/** A watch reads only while a caller waits; `onIdle` is called when the last one has left. */
export function makeEntityWatch(read: () => Promise<unknown>, timing: WatchTiming, onIdle: () => void): EntityWatch {
  const waiters = new Set<Waiter>();
  let reading = false;
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let pauseMs = timing.firstPauseMs;
  let failure: unknown;

  /** A new waiter can bring the next read forward, but never delays it. */
  function readWithin(ms: number): void {
    if (reading || Date.now() + ms >= dueAt) return;
    clearTimeout(timer);
    dueAt = Date.now() + ms;
    timer = setTimeout(() => void poll(), ms);
  }

  async function poll(): Promise<void> {
    reading = true;
    dueAt = Number.POSITIVE_INFINITY;
    try {
      const state = await read();
      failure = undefined;
      for (const waiter of waiters) if (waiter.settledBy(state)) leave(waiter);
    } catch (error) {
      // Retried until `boundMs`, and only then reported.
      failure = error;
    }
    reading = false;
    if (waiters.size === 0) return;
    readWithin(pauseMs);
    pauseMs = Math.min(pauseMs * growth, timing.longestPauseMs);
  }

  function leave(waiter: Waiter): void {
    if (!waiters.delete(waiter) || waiters.size > 0) return;
    clearTimeout(timer);
    onIdle();
  }

  return {
    until: (find) =>
      new Promise((resolve, reject) => {
        const bound = setTimeout(() => {
          leave(waiter);
          if (failure === undefined) resolve(undefined);
          else reject(failure);
        }, timing.boundMs);
        const waiter: Waiter = {
          settledBy(state) {
            const answer = find(state);
            if (answer === undefined) return false;
            clearTimeout(bound);
            resolve(answer);
            return true;
          },
        };
        waiters.add(waiter);
        pauseMs = timing.firstPauseMs;
        readWithin(pauseMs);
      }),
  };
}
