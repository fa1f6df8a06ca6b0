// Ctrl-C for a parent of the local host: passed on once, so that the host can drain and stop its emulators.

/** npm passes a Ctrl-C on to us although the terminal has sent it too: within this time the two are one. */
const SAME_KEYSTROKE_MS = 700;

/**
 * Calls `forward` for SIGINT, SIGTERM and SIGHUP, the last two as SIGINT too: there is one way to stop.
 * @returns a function that ends the forwarding.
 */
export function forwardSignals(forward: () => void): () => void {
  let lastAt = Number.NEGATIVE_INFINITY;
  const onSignal = () => {
    const now = performance.now();
    if (now - lastAt < SAME_KEYSTROKE_MS) return;
    lastAt = now;
    forward();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, onSignal);
  return () => {
    for (const name of signals) process.off(name, onSignal);
  };
}
