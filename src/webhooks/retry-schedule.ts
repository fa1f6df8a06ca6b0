// When a delivery is tried again: soon at first, because most failures are short, then ever later, for three days. An endpoint
// that is away for a weekend misses nothing.

const factor = 4;
const longestPauseMs = 12 * 3_600_000;

/** No attempt begins later than this after the first. */
export const giveUpAfterMs = 3 * 86_400_000;

/**
 * The pause after so many failed attempts, in ms; undefined when it is time to give up.
 * @param ageMs how long ago the first attempt was.
 */
export function pauseAfter(attempts: number, firstPauseMs: number, ageMs: number): number | undefined {
  const pauseMs = Math.min(firstPauseMs * factor ** (attempts - 1), longestPauseMs);
  return ageMs + pauseMs > giveUpAfterMs ? undefined : pauseMs;
}
