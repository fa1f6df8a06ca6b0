// Sends messages to queue `webhooks`.

import type { WebhookQueue } from '../../webhooks/ports';
import { makeQueueSender } from './queue-sender';
import type { Storage } from './storage';

export const webhooksQueue = 'webhooks';

export function makeQueueWebhooks(storage: Storage): WebhookQueue {
  const { send } = makeQueueSender(storage, webhooksQueue);
  return { send: (message, delayMs = 0) => send(JSON.stringify(message), Math.ceil(delayMs / 1000)) };
}
