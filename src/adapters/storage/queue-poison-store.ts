// Poisoned messages in storage queues: the host's own poison queue and, where a trigger empties that one, the parking.

import type { DequeuedMessageItem, PeekedMessageItem, QueueClient } from '@azure/storage-queue';
import type { PoisonedMessage, PoisonStore, TakenMessage } from '../../operations/ports';
import { readParkedText } from './parked-text';
import type { Storage } from './storage';
import { isStatus } from './storage-error';

/** As many as storage hands over at a time. */
const batchSize = 32;
/** Longer than a replay takes; a message that was neither removed nor put back is in sight again after it. */
const hiddenForSeconds = 300;

/** @param queueNames looked through in this order; one that does not exist is empty. */
export function makeQueuePoisonStore(storage: Storage, queueNames: readonly string[]): PoisonStore {
  const queues = () => Promise.all(queueNames.map((name) => storage.queue(name)));
  return {
    async peek() {
      const found = await Promise.all((await queues()).map(peekQueue));
      const oldest = found
        .flatMap((queue) => queue.oldest)
        .sort((a, b) => a.insertedAt.getTime() - b.insertedAt.getTime());
      return { count: found.reduce((sum, { count }) => sum + count, 0), oldest: oldest.slice(0, batchSize) };
    },

    async take(atMost) {
      for (const queue of await queues()) {
        const taken = await takeFrom(queue, Math.min(atMost, batchSize));
        if (taken.length > 0) return taken;
      }
      return [];
    },
  };
}

async function peekQueue(queue: QueueClient): Promise<{ count: number; oldest: PoisonedMessage[] }> {
  const empty = { count: 0, oldest: [] };
  return unlessMissing(empty, async () => {
    const { approximateMessagesCount = 0 } = await queue.getProperties();
    if (approximateMessagesCount === 0) return empty;
    const { peekedMessageItems } = await queue.peekMessages({ numberOfMessages: batchSize });
    return { count: approximateMessagesCount, oldest: peekedMessageItems.map(waiting) };
  });
}

async function takeFrom(queue: QueueClient, atMost: number): Promise<TakenMessage[]> {
  return unlessMissing([], async () => {
    const options = { numberOfMessages: atMost, visibilityTimeout: hiddenForSeconds };
    const { receivedMessageItems } = await queue.receiveMessages(options);
    return receivedMessageItems.map((item) => taken(queue, item));
  });
}

function taken(queue: QueueClient, item: DequeuedMessageItem): TakenMessage {
  const { messageId, popReceipt } = item;
  return {
    ...waiting(item),
    remove: () => unlessLost(() => queue.deleteMessage(messageId, popReceipt)),
    putBack: () => unlessLost(() => queue.updateMessage(messageId, popReceipt, undefined, 0)),
  };
}

/** Who comes too late for a message finds it gone, or in somebody else's hands. */
async function unlessLost(request: () => Promise<unknown>): Promise<void> {
  try {
    await request();
  } catch (error) {
    if (!isStatus(error, 404) && codeOf(error) !== 'PopReceiptMismatch') throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function waiting({ messageId, messageText, insertedOn }: PeekedMessageItem): PoisonedMessage {
  const { message, reason } = readParkedText(decoded(messageText));
  return { id: messageId, text: message, insertedAt: insertedOn, ...(reason !== undefined && { reason }) };
}

/** Base64, unless somebody put something else there. */
function decoded(wireText: string): string {
  const bytes = Buffer.from(wireText, 'base64');
  return bytes.toString('base64') === wireText ? bytes.toString('utf8') : wireText;
}

async function unlessMissing<T>(otherwise: T, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (isStatus(error, 404)) return otherwise;
    throw error;
  }
}
