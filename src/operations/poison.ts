// Poisoned messages, by the queue they came from: what waits and why, and sending it back there.
// First sent, then removed: killed in between, a message is sent twice, which each of the app's queues can bear.

import type { QueueMessages } from '../shared/contracts';
import type { PoisonStore, TakenMessage, WaitingMessage } from './ports';

export interface PoisonQueue extends QueueMessages {
  /** The queue that messages came from and go back to. */
  name: string;
  store: PoisonStore;
}

export interface ReplayOrder {
  max: number;
  /** What becomes of messages that can never be worked on. */
  unreadable: 'keep' | 'discard';
}

export interface ReplayReport {
  /** Sent back. */
  replayed: number;
  /** Removed, since nothing was left to be done by them. */
  settled: number;
  /** Not sent, since they would only come back. */
  unreadable: number;
}

const longestShown = 500;

/** Of one queue, what waits: how many, and the oldest ones. */
export async function poisonIn(queue: PoisonQueue) {
  const { count, oldest } = await queue.store.peek();
  return { queue: queue.name, count, messages: oldest.map((message) => messageView(queue, message)) };
}

function messageView({ describe }: PoisonQueue, { id, text, insertedAt, reason }: WaitingMessage) {
  const described = describe(text);
  const known = { id, insertedAt: insertedAt.toISOString() };
  const why = reason ?? 'Every attempt failed; the log tells why.';
  return described.ok
    ? { ...known, readable: true, message: described.value, reason: why }
    : { ...known, readable: false, text: text.slice(0, longestShown), reason: described.detail };
}

/** Sends waiting messages back, oldest first. @throws when storage fails; what was not sent waits on. */
export async function replayPoisonOf(queue: PoisonQueue, order: ReplayOrder): Promise<ReplayReport> {
  const report: ReplayReport = { replayed: 0, settled: 0, unreadable: 0 };
  const kept: TakenMessage[] = [];

  async function handle(message: TakenMessage): Promise<void> {
    if (!queue.describe(message.text).ok) {
      report.unreadable++;
      if (order.unreadable === 'keep') kept.push(message);
      else await message.remove();
      return;
    }
    const outcome = await queue.replay(message.text);
    await message.remove();
    if (outcome === 'sent') report.replayed++;
    else report.settled++;
  }

  try {
    for (let left = order.max; left > 0; ) {
      const taken = await queue.store.take(left);
      if (taken.length === 0) break;
      left -= taken.length;
      await Promise.all(taken.map(handle));
    }
  } finally {
    // Only now, or they would be taken again and again.
    await Promise.all(kept.map((message) => message.putBack()));
  }
  return report;
}
