// Handles one queue message: keeps it invisible while its function runs, then deletes it, retries it or moves it to the
// poison queue.

import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import { statusOf } from '../../bindings/storage-clients';
import type { LogLevel } from '../../core/logs';
import { holdMessage, type LeaseTiming, type VisibilityLease } from './visibility-lease';

/** A failed message without a poison queue is retried after ten minutes, as in the genuine host. */
const RETRY_WITHOUT_POISON_MS = 600_000;

export interface SettlementRules {
  maxDequeueCount: number;
  /** How long a failed message stays invisible before it is retried. */
  retryAfterMs: number;
  /** Sends a message's text to the poison queue; absent = a failed message is retried after ten minutes. */
  toPoison?: (wireText: string) => Promise<void>;
  /** Handles one message. @returns `poison` when a retry is pointless. @throws when it failed */
  handle(message: DequeuedMessageItem): Promise<'done' | 'poison'>;
}

export interface SettlementEvents {
  log(level: LogLevel, message: string): void;
  /** Called when a failed message becomes visible again after this time. */
  retryIn(ms: number): void;
}

export interface MessageSettlement {
  /**
   * Handles a message and settles it. If the same message is already being handled, only its lease is renewed.
   * @throws when a storage request fails
   */
  settle(message: DequeuedMessageItem): Promise<void>;
}

export function makeMessageSettlement(
  queue: QueueClient,
  rules: SettlementRules,
  timing: LeaseTiming,
  { log, retryIn }: SettlementEvents,
): MessageSettlement {
  const leases = new Map<string, VisibilityLease>();

  async function handleHeld(message: DequeuedMessageItem): Promise<'done' | 'poison' | 'failed'> {
    const lease = holdMessage(queue, message, timing, (error) =>
      log('warning', `Cannot renew message ${message.messageId} of queue '${queue.name}': ${error}`),
    );
    leases.set(message.messageId, lease);
    try {
      if (message.dequeueCount > rules.maxDequeueCount && rules.toPoison !== undefined) return 'poison';
      return await rules.handle(message);
    } catch {
      // The executor has logged the error.
      return 'failed';
    } finally {
      message.popReceipt = await lease.release();
      leases.delete(message.messageId);
    }
  }

  return {
    async settle(message) {
      const held = leases.get(message.messageId);
      if (held !== undefined) return held.adopt(message.popReceipt);
      const outcome = await handleHeld(message);
      if (outcome === 'done') return deleteMessage(queue, message);
      if (rules.toPoison === undefined) return hideMessage(queue, message, RETRY_WITHOUT_POISON_MS);
      if (outcome === 'failed' && message.dequeueCount < rules.maxDequeueCount) {
        await hideMessage(queue, message, rules.retryAfterMs);
        return retryIn(rules.retryAfterMs);
      }
      await rules.toPoison(message.messageText);
      const outcomeText = `was moved to the poison queue after ${message.dequeueCount} deliveries`;
      log('warning', `Message ${message.messageId} of queue '${queue.name}' ${outcomeText}.`);
      return deleteMessage(queue, message);
    },
  };
}

/** Makes a received message visible again after this time; 0 = at once. */
export function hideMessage(queue: QueueClient, message: DequeuedMessageItem, forMs: number): Promise<void> {
  const seconds = Math.round(forMs / 1000);
  return ignoringLostMessage(queue.updateMessage(message.messageId, message.popReceipt, undefined, seconds));
}

function deleteMessage(queue: QueueClient, message: DequeuedMessageItem): Promise<void> {
  return ignoringLostMessage(queue.deleteMessage(message.messageId, message.popReceipt));
}

/** Ignores a 404: another receiver has deleted or received the message in the meantime. */
async function ignoringLostMessage(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}
