// Waiting for what happens in the background, with a limit, so that nothing hangs and the last answer is told.

/** How often to look again, in milliseconds. */
const PAUSE_MS = 150;

/**
 * Looks again and again until `look` answers something else than `undefined`.
 * @throws after `timeoutMs`, with `what` was awaited and the last error, if looking failed.
 */
export async function eventually<T>(what: string, timeoutMs: number, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${timeoutMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
