// Counts how often the user has asked to stop (Ctrl-C, SIGTERM, SIGHUP), because a second request stops at once.

/**
 * Signals closer together than this count as one: on Ctrl-C the terminal signals every process, and npm then forwards
 * the signal once more.
 */
const sameKeystrokeMs = 500;

/** @param onStop receives the number of requests so far: 1, 2, … */
export function onStopSignals(onStop: (times: number) => void): void {
  let times = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  const onSignal = () => {
    const now = performance.now();
    if (now - lastAt < sameKeystrokeMs) return;
    lastAt = now;
    onStop(++times);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}
