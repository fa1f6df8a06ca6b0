// Sends text to a storage queue in Base64, as the host's triggers expect it; the client does not encode it.

import type { Storage } from './storage';

/** By default, a message expires after a week. */
const neverExpires = -1;

export interface QueueSender {
  /** @param delaySeconds how long the message stays invisible, at most a week. */
  send(text: string, delaySeconds?: number): Promise<void>;
}

export function makeQueueSender(storage: Storage, queueName: string): QueueSender {
  return {
    async send(text, delaySeconds = 0) {
      const queue = await storage.queue(queueName);
      const options = { visibilityTimeout: delaySeconds, messageTimeToLive: neverExpires };
      await queue.sendMessage(Buffer.from(text).toString('base64'), options);
    },
  };
}
