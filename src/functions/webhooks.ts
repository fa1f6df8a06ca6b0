// Webhooks to other systems: the owner's list and replay over HTTP, and the queue that carries deliveries.

import { app } from '../compose/app';
import { webhooks } from '../compose/webhooks';

app.http('listWebhooks', {
  methods: ['GET'],
  route: 'api/admin/webhooks',
  authLevel: 'function',
  handler: webhooks.listWebhooks,
});

app.http('replayWebhook', {
  methods: ['POST'],
  route: 'api/admin/webhooks/{id}/replay',
  authLevel: 'function',
  handler: webhooks.replayWebhook,
});

// A queue with a trigger is polled all the time, so a shop without endpoints does without.
if (webhooks.isOn) {
  app.storageQueue('sendWebhook', {
    queueName: 'webhooks',
    connection: 'AzureWebJobsStorage',
    handler: webhooks.sendWebhook,
  });
}
