// Keeps a received queue message invisible to others while its function runs, however long that takes.
// Every renewal changes the pop receipt; whoever settles the message needs the newest one.

import type { QueueClient } from '@azure/storage-queue';
import { statusOf } from '../../bindings/storage-clients';

export interface LeaseTiming {
  /** How long a received message stays invisible. */
  visibilityMs: number;
  renewEveryMs: number;
  /** After failed renewals the next is tried sooner, but not sooner than this. */
  minRenewMs: number;
}

export interface VisibilityLease {
  /** The message was received once more: its visibility had ended while this process could not renew it. */
  adopt(popReceipt: string): void;
  /** Ends the renewals and tells the pop receipt that is valid now. */
  release(): Promise<string>;
}

export function holdMessage(
  queue: QueueClient,
  message: { messageId: string; popReceipt: string },
  timing: LeaseTiming,
  onError: (error: unknown) => void,
): VisibilityLease {
  let popReceipt = message.popReceipt;
  let delayMs = timing.renewEveryMs;
  let renewal = Promise.resolve();
  let timer = setTimeout(renew, delayMs);
  let released = false;

  function renew(): void {
    renewal = renewOnce();
  }

  async function renewOnce(): Promise<void> {
    try {
      const seconds = Math.max(1, Math.round(timing.visibilityMs / 1000));
      const renewed = await queue.updateMessage(message.messageId, popReceipt, undefined, seconds);
      popReceipt = renewed.popReceipt ?? popReceipt;
      delayMs = timing.renewEveryMs;
    } catch (error) {
      onError(error);
      // Gone, or taken by another receiver: nothing left to hold.
      if (statusOf(error) === 404 || statusOf(error) === 400) return;
      delayMs = Math.max(timing.minRenewMs, delayMs / 2);
    }
    if (!released) timer = setTimeout(renew, delayMs);
  }

  return {
    adopt(newest) {
      popReceipt = newest;
      clearTimeout(timer);
      if (!released) timer = setTimeout(renew, delayMs);
    },
    async release() {
      released = true;
      clearTimeout(timer);
      await renewal;
      return popReceipt;
    },
  };
}
