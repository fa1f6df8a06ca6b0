// Azure is ready a little later than it says: some things are tried again, a bounded number of times, and told.

export interface Patience {
  attempts: number;
  pauseMs: number;
  sleep(ms: number): Promise<void>;
  tell(line: string): void;
}

/**
 * Runs `attempt` until it answers something. `undefined` means not yet; an error ends it, unless `passes` says it will pass.
 * @throws the last error, or that `what` was not there after the last attempt.
 */
export async function attempts<T>(
  what: string,
  { attempts: most, pauseMs, sleep, tell }: Patience,
  attempt: () => Promise<T | undefined>,
  passes: (error: unknown) => boolean = () => false,
): Promise<T> {
  for (let count = 1; ; count++) {
    const last = count === most;
    let reason = '';
    try {
      const found = await attempt();
      if (found !== undefined) return found;
      if (last) throw new NotReady(`${what}: not there after ${most} attempts.`);
    } catch (error) {
      if (last || error instanceof NotReady || !passes(error)) throw error;
      reason = ` (${(error as Error).message})`;
    }
    tell(`    ${what}: not ready (attempt ${count} of ${most}), again in ${pauseMs / 1000} s${reason}`);
    await sleep(pauseMs);
  }
}

/** What was waited for did not come. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}
