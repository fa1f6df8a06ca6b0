// Polls for the result of background work, with a time limit so that no script hangs.

const POLL_MS = 150;

/**
 * Calls `look` until it returns something other than `undefined`.
 * @throws when `look` throws, and after `timeoutMs` with `what` it waited for.
 */
export async function eventually<T>(what: string, timeoutMs: number, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${timeoutMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
