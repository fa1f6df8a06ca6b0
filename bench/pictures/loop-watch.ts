// Measures how long the event loop is blocked: the longest time between two ticks of a 2 ms timer.

const tickMs = 2;

export interface LoopWatch {
  /** The longest gap since the start, in ms. */
  stop(): number;
}

export function watchLoop(): LoopWatch {
  let longest = 0;
  let last = performance.now();
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, tickMs);
  return {
    stop() {
      look();
      clearInterval(timer);
      return longest;
    },
  };
}
