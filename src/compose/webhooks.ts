// Composes webhooks to other systems: deliveries, their queue, and the way to the endpoints.

import { makeQueueWebhooks } from '../adapters/storage/queue-webhooks';
import { makeTableAnnouncedChanges, makeTableDeliveries } from '../adapters/storage/table-webhooks';
import { makeHttpsWebhookSender } from '../adapters/webhooks/https-webhook-sender';
import type { OrderAnnouncements } from '../orders/ports/order-announcements';
import { makeAnnounceChanges } from '../webhooks/announce-changes';
import { makeDeliverWebhook } from '../webhooks/deliver-webhook';
import { makeWebhookHandlers } from '../webhooks/handlers';
import { makeSweepDeliveries, makeWebhookJob } from '../webhooks/job-handlers';
import { config, now, storage } from './ground';

const { endpoints, retryAfterMs: firstPauseMs, allowsPrivate } = config.webhooks;
const isOn = endpoints.length > 0;
const deliveries = makeTableDeliveries(storage);
export const webhookQueue = makeQueueWebhooks(storage);

/** Undefined without endpoints: then orders announce nothing. */
export const announcements: OrderAnnouncements | undefined = isOn
  ? { send: (changes) => webhookQueue.send({ kind: 'changes', ...changes }) }
  : undefined;

export const sweepsOfWebhooks = isOn ? [makeSweepDeliveries(deliveries, now)] : [];

export const webhooks = {
  isOn,
  ...makeWebhookHandlers({ endpoints, deliveries, queue: webhookQueue, now }),
  sendWebhook: makeWebhookJob(
    makeAnnounceChanges({
      ...{ endpoints, deliveries, now },
      announced: makeTableAnnouncedChanges(storage),
      queue: webhookQueue,
    }),
    makeDeliverWebhook({
      ...{ endpoints, deliveries, firstPauseMs, now },
      queue: webhookQueue,
      sender: makeHttpsWebhookSender({ allowsPrivate }),
    }),
  ),
};
