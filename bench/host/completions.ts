// Waits for work in the bench app to complete by long polling the app: polling every 500 ms would measure its own pauses.

import type { HttpClient } from './http-client';

export interface Completions {
  /** Current number of completions under that name. */
  count(name: string): Promise<number>;
  /** Waits until the count exceeds `known`, for at most a second, and returns it. */
  next(name: string, known: number): Promise<number>;
  /** Waits until the count is `wanted`. @throws after a minute without a completion. */
  reach(name: string, wanted: number): Promise<void>;
}

const timeoutMs = 60_000;

export function makeCompletions(client: HttpClient, origin: string): Completions {
  const getCount = async (name: string, known: number) => {
    const { status, body } = await client.get(`${origin}/api/completions/${name}?known=${known}`);
    if (status !== 200) throw new Error(`The request for the completions of ${name} returned ${status}.`);
    return Number(body);
  };
  return {
    count: (name) => getCount(name, -1),
    next: getCount,
    async reach(name, wanted) {
      let known = -1;
      let changedAt = performance.now();
      while (known < wanted) {
        const count = await getCount(name, known);
        if (count > known) changedAt = performance.now();
        if (performance.now() - changedAt > timeoutMs)
          throw new Error(`${name}: ${count} of ${wanted} after a minute.`);
        known = count;
      }
    },
  };
}
