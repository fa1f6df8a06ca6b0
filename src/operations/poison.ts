// Lists and replays poisoned messages, by the queue from which they came.
// A message is sent first and removed afterwards: after a crash in between it is sent twice, which every queue tolerates.

import type { QueueMessages } from '../shared/contracts';
import type { PoisonedMessageJson, PoisonedQueueJson, ReplayReportJson } from './poison-schemas';
import type { PoisonedMessage, PoisonStore, TakenMessage } from './ports';

export interface PoisonQueue extends QueueMessages {
  /** The queue from which the messages came and to which they return. */
  name: string;
  store: PoisonStore;
}

export interface ReplayOptions {
  max: number;
  /** What to do with messages that can never be processed. */
  unreadable: 'keep' | 'discard';
}

export type ReplayReport = Omit<ReplayReportJson, 'queue'>;

const maxShownLength = 500;

/** The poisoned messages of one queue: their number, and the oldest ones. */
export async function poisonIn(queue: PoisonQueue): Promise<PoisonedQueueJson> {
  const { count, oldest } = await queue.store.peek();
  return { queue: queue.name, count, messages: oldest.map((message) => messageView(queue, message)) };
}

function messageView(
  { describe }: PoisonQueue,
  { id, text, insertedAt, reason }: PoisonedMessage,
): PoisonedMessageJson {
  const described = describe(text);
  const known = { id, insertedAt: insertedAt.toISOString() };
  const why = reason ?? 'Every attempt failed; see the log.';
  return described.ok
    ? { ...known, readable: true, message: { ...described.value }, reason: why }
    : { ...known, readable: false, text: text.slice(0, maxShownLength), reason: described.detail };
}

/** Sends poisoned messages back, oldest first. @throws when storage fails; messages not yet sent stay. */
export async function replayPoisonOf(queue: PoisonQueue, options: ReplayOptions): Promise<ReplayReport> {
  const report: ReplayReport = { replayed: 0, settled: 0, unreadable: 0 };
  const kept: TakenMessage[] = [];

  async function handle(message: TakenMessage): Promise<void> {
    if (!queue.describe(message.text).ok) {
      report.unreadable++;
      if (options.unreadable === 'keep') kept.push(message);
      else await message.remove();
      return;
    }
    const outcome = await queue.replay(message.text);
    await message.remove();
    if (outcome === 'sent') report.replayed++;
    else report.settled++;
  }

  try {
    for (let left = options.max; left > 0; ) {
      const taken = await queue.store.take(left);
      if (taken.length === 0) break;
      left -= taken.length;
      await Promise.all(taken.map(handle));
    }
  } finally {
    // Only at the end, or this loop would take them again and again.
    await Promise.all(kept.map((message) => message.putBack()));
  }
  return report;
}
