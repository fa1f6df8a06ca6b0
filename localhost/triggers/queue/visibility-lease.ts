// Keeps a received queue message invisible to other receivers while its function runs, for any length of time.
// Every renewal changes the pop receipt, and deleting or updating the message needs the newest one.

import type { QueueClient } from '@azure/storage-queue';
import { statusOf } from '../../bindings/storage-clients';

export interface LeaseTiming {
  /** How long a received message stays invisible. */
  visibilityMs: number;
  renewEveryMs: number;
  /** After a failed renewal the next one comes sooner, but not sooner than this. */
  minRenewMs: number;
}

export interface VisibilityLease {
  /** Continues with a new pop receipt: this process renewed too late and received the message again. */
  adopt(popReceipt: string): void;
  /** Stops renewing. @returns the pop receipt that is now valid. */
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
      // The message was deleted, or another receiver has it.
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
