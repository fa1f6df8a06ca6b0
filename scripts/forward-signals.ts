// Forwards Ctrl-C to the local host exactly once: the host drains and stops its emulators on the first one, and ends at
// once on a second.

/** npm forwards a Ctrl-C that the terminal has also sent: two signals within this time count as one. */
const SAME_KEYSTROKE_MS = 700;

/**
 * Calls `forward` for SIGINT, SIGTERM and SIGHUP alike.
 * @returns a function that stops forwarding.
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
