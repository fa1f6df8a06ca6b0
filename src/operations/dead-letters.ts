// Replays dead letters: events of uploads that Event Grid could not deliver and stored in a container. A letter is removed once all
// its events are handled; one with an event that nobody knows is kept for people to read.

import { z } from 'zod';
import type { QueueMessages, Sweep } from '../shared/contracts';
import type { DeadLetter, DeadLetterStore } from './ports';

/** An event in the Event Grid schema; its other members are not needed. */
const eventSchema = z.object({ eventType: z.literal('Microsoft.Storage.BlobCreated'), subject: z.string() });
const subjectForm = /^\/blobServices\/default\/containers\/([^/]+)\/blobs\/(.+)$/;
const lettersARun = 100;

/**
 * @param byContainer how the events of each container are replayed, given the path of a blob, `container/name`.
 * Without dead letters, a run costs one listing.
 */
export function makeSweepDeadLetters(
  store: DeadLetterStore,
  byContainer: Readonly<Record<string, QueueMessages>>,
): Sweep {
  /** The path of the blob that the event is about; undefined for an event that nobody can replay. */
  function pathIn(event: unknown): string | undefined {
    const parsed = eventSchema.safeParse(event);
    const [, container = '', name = ''] = (parsed.success && subjectForm.exec(parsed.data.subject)) || [];
    if (!Object.hasOwn(byContainer, container)) return undefined;
    const path = `${container}/${name}`;
    return byContainer[container]?.describe(path).ok ? path : undefined;
  }

  async function replay(path: string): Promise<void> {
    await byContainer[path.slice(0, path.indexOf('/'))]?.replay(path);
  }

  /** What was replayed. */
  async function handle(letter: DeadLetter): Promise<string[]> {
    const paths = eventsIn(letter.text).map(pathIn);
    const known = paths.filter((path) => path !== undefined);
    for (const path of known) await replay(path);
    // Last: after a crash in between, its events are replayed twice, which changes nothing.
    if (known.length === paths.length && paths.length > 0) await letter.remove();
    else await letter.keep();
    return known.map((path) => `${path} (dead letter)`);
  }

  return async () => {
    const [handled, failed]: [string[], { what: string; error: unknown }[]] = [[], []];
    for (const letter of await store.unread(lettersARun)) {
      try {
        handled.push(...(await handle(letter)));
      } catch (error) {
        failed.push({ what: `eventgrid-deadletter/${letter.name}`, error });
      }
    }
    return { handled, failed };
  };
}

/** The events in a letter: an array, or one event; none in anything else. */
function eventsIn(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    // Not from Event Grid: it is kept.
    return [];
  }
}
