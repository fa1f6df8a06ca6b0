// Poisoned messages in storage queues: the host's poison queue and, where a trigger empties it, our queue of parked messages.

import type { DequeuedMessageItem, PeekedMessageItem, QueueClient } from '@azure/storage-queue';
import type { PoisonedMessage, PoisonStore, TakenMessage } from '../../operations/ports';
import { decodeParkedMessage } from './parked-message';
import type { Storage } from './storage';
import { isStatus } from './storage-error';

/** The most that storage returns at a time. */
const batchSize = 32;
/** Longer than a replay takes. Afterwards, a message that was neither removed nor put back is visible again. */
const hiddenForSeconds = 300;

/** @param queueNames read in this order; a missing queue counts as empty. */
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
    return { count: approximateMessagesCount, oldest: peekedMessageItems.map(poisonedMessage) };
  });
}

async function takeFrom(queue: QueueClient, atMost: number): Promise<TakenMessage[]> {
  return unlessMissing([], async () => {
    const options = { numberOfMessages: atMost, visibilityTimeout: hiddenForSeconds };
    const { receivedMessageItems } = await queue.receiveMessages(options);
    return receivedMessageItems.map((item) => takenMessage(queue, item));
  });
}

function takenMessage(queue: QueueClient, item: DequeuedMessageItem): TakenMessage {
  const { messageId, popReceipt } = item;
  return {
    ...poisonedMessage(item),
    remove: () => unlessLost(() => queue.deleteMessage(messageId, popReceipt)),
    putBack: () => unlessLost(() => queue.updateMessage(messageId, popReceipt, undefined, 0)),
  };
}

/** A message may be gone by now, or taken by another reader: both are fine. */
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

function poisonedMessage({ messageId, messageText, insertedOn }: PeekedMessageItem): PoisonedMessage {
  const { message, reason } = decodeParkedMessage(decoded(messageText));
  return { id: messageId, text: message, insertedAt: insertedOn, ...(reason !== undefined && { reason }) };
}

/** Base64; text of any other form is returned unchanged. */
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
