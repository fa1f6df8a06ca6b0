// One queue message from its receipt to its end: kept invisible while it is handled, then deleted, retried or put away as poison.

import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import { statusOf } from '../../bindings/storage-clients';
import type { LogLevel } from '../../core/logs';
import { holdMessage, type LeaseTiming, type VisibilityLease } from './visibility-lease';

/** A failed message that has no poison queue to go to is tried again after ten minutes, as in the genuine host. */
const FAILED_WITHOUT_POISON_MS = 600_000;

export interface SettlementRules {
  maxDequeueCount: number;
  /** How long a failed message stays invisible before it is tried again. */
  retryAfterMs: number;
  /** Puts a message's text away for good; absent = a failed message is tried again after ten minutes. */
  toPoison?: (wireText: string) => Promise<void>;
  /** Handles one message. A throw means failure; `poison` means that retrying is pointless. */
  handle(message: DequeuedMessageItem): Promise<'done' | 'poison'>;
}

export interface SettlementEvents {
  log(level: LogLevel, message: string): void;
  /** A failed message is due again after this time. */
  retryIn(ms: number): void;
}

export interface MessageSettlement {
  /** Handles a message to its end. One that is in work already is only held on to. @throws when storage refuses */
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
      log('warning', `Message ${message.messageId} of queue '${queue.name}' was not renewed: ${error}`),
    );
    leases.set(message.messageId, lease);
    try {
      if (message.dequeueCount > rules.maxDequeueCount && rules.toPoison !== undefined) return 'poison';
      return await rules.handle(message);
    } catch {
      // Logged where it was thrown: the executor tells of every failed function.
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
      if (rules.toPoison === undefined) return hideMessage(queue, message, FAILED_WITHOUT_POISON_MS);
      if (outcome === 'failed' && message.dequeueCount < rules.maxDequeueCount) {
        await hideMessage(queue, message, rules.retryAfterMs);
        return retryIn(rules.retryAfterMs);
      }
      await rules.toPoison(message.messageText);
      const story = `was moved to the poison queue after ${message.dequeueCount} deliveries`;
      log('warning', `Message ${message.messageId} of queue '${queue.name}' ${story}.`);
      return deleteMessage(queue, message);
    },
  };
}

/** Makes a received message visible again after this time, 0 = at once. */
export function hideMessage(queue: QueueClient, message: DequeuedMessageItem, forMs: number): Promise<void> {
  const seconds = Math.round(forMs / 1000);
  return ignoringLostMessage(queue.updateMessage(message.messageId, message.popReceipt, undefined, seconds));
}

function deleteMessage(queue: QueueClient, message: DequeuedMessageItem): Promise<void> {
  return ignoringLostMessage(queue.deleteMessage(message.messageId, message.popReceipt));
}

/** A message that somebody else deleted or received meanwhile is no longer ours to settle. */
async function ignoringLostMessage(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}
