// What the bench app has done, told by the app itself: a client that polls every 500 ms would measure its own pauses.

import type { HttpClient } from './http-client';

export interface Notes {
  /** How often the app noted that name, asked just now. */
  count(name: string): Promise<number>;
  /** Waits for the next note beyond `known`, at most a second, and answers with the count. */
  next(name: string, known: number): Promise<number>;
  /** Waits until the count is `wanted`. @throws after a minute without a note. */
  reach(name: string, wanted: number): Promise<void>;
}

const patienceMs = 60_000;

export function makeNotes(client: HttpClient, origin: string): Notes {
  const ask = async (name: string, known: number) => {
    const { status, body } = await client.get(`${origin}/api/notes/${name}?known=${known}`);
    if (status !== 200) throw new Error(`The app's notes of ${name} were answered with ${status}.`);
    return Number(body);
  };
  return {
    count: (name) => ask(name, -1),
    next: ask,
    async reach(name, wanted) {
      let known = -1;
      let changedAt = performance.now();
      while (known < wanted) {
        const count = await ask(name, known);
        if (count > known) changedAt = performance.now();
        if (performance.now() - changedAt > patienceMs)
          throw new Error(`${name}: ${count} of ${wanted} after a minute.`);
        known = count;
      }
    },
  };
}
