// Ctrl-C and its like, counted as the user means them.

/** npm passes a Ctrl-C on although the terminal has sent it to everybody: within this time the two are one. */
const sameKeystrokeMs = 500;

/** @param heard is told how many times the user has asked so far: 1, 2, … */
export function onStopSignals(heard: (times: number) => void): void {
  let times = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  const onSignal = () => {
    const now = performance.now();
    if (now - lastAt < sameKeystrokeMs) return;
    lastAt = now;
    heard(++times);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}
