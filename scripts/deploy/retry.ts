// Retries what Azure reports as done before it is ready, a limited number of times, and prints each attempt.

export interface RetryOptions {
  attempts: number;
  pauseMs: number;
  sleep(ms: number): Promise<void>;
  print(line: string): void;
}

/**
 * Runs `attempt` until it returns a value. `undefined` means not yet; an error ends the retries unless it is transient.
 * @throws the last error, or NotReady when the last attempt returned nothing.
 */
export async function retry<T>(
  what: string,
  { attempts: most, pauseMs, sleep, print }: RetryOptions,
  attempt: () => Promise<T | undefined>,
  isTransient: (error: unknown) => boolean = () => false,
): Promise<T> {
  for (let count = 1; ; count++) {
    const last = count === most;
    let reason = '';
    try {
      const found = await attempt();
      if (found !== undefined) return found;
      if (last) throw new NotReady(`${what}: not available after ${most} attempts.`);
    } catch (error) {
      if (last || error instanceof NotReady || !isTransient(error)) throw error;
      reason = ` (${(error as Error).message})`;
    }
    print(`    ${what}: not ready (attempt ${count} of ${most}), next attempt in ${pauseMs / 1000} s${reason}`);
    await sleep(pauseMs);
  }
}

/** The value was still missing after the last attempt. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}
