// How poison messages of queue `webhooks` are shown and replayed: those that failed five times because storage did, and those that
// are no message of ours.

import type { QueueMessages } from '../shared/contracts';
import { schemaFaultText } from '../shared/http/schema-faults';
import { accepted, refused } from '../shared/result';
import type { WebhookQueue } from './ports';
import { webhookMessageSchema } from './webhook-messages';

/** They can be replayed: what was done before is not done again. */
export function makeWebhookMessages(queue: WebhookQueue): QueueMessages {
  return {
    describe(text) {
      try {
        const parsed = webhookMessageSchema.safeParse(JSON.parse(text));
        return parsed.success ? accepted(parsed.data) : refused('NO_WEBHOOK', schemaFaultText(parsed.error));
      } catch (error) {
        return refused('NO_JSON', error instanceof Error ? error.message : String(error));
      }
    },

    async replay(text) {
      await queue.send(webhookMessageSchema.parse(JSON.parse(text)));
      return 'sent';
    },
  };
}
