// Text into a storage queue as the host's triggers read it: in Base64, which the client does not do by itself.

import type { Storage } from './storage';

/** Messages end after a week unless told otherwise. */
const neverEnds = -1;

export interface QueueSender {
  /** @param delaySeconds how long the message stays out of sight, a week at most. */
  send(text: string, delaySeconds?: number): Promise<void>;
}

export function makeQueueSender(storage: Storage, queueName: string): QueueSender {
  return {
    async send(text, delaySeconds = 0) {
      const queue = await storage.queue(queueName);
      const options = { visibilityTimeout: delaySeconds, messageTimeToLive: neverEnds };
      await queue.sendMessage(Buffer.from(text).toString('base64'), options);
    },
  };
}
