// The messages of queue `webhooks`: the changes of an order, which become deliveries, and one attempt of a delivery.

import { z } from 'zod';
import type { QueueMessages } from '../shared/contracts';
import { schemaFaultText } from '../shared/http/schema-faults';
import { accepted, refused } from '../shared/result';
import type { WebhookQueue } from './ports';

const changeSchema = z.object({
  state: z.string(),
  step: z.string(),
  at: z.iso.datetime(),
  reason: z.string().exactOptional(),
});

export const webhookMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changes'), orderId: z.string(), changes: z.array(changeSchema) }),
  z.object({ kind: z.literal('attempt'), id: z.string(), round: z.int().min(0), attempt: z.int().min(1) }),
]);
export type WebhookMessage = z.infer<typeof webhookMessageSchema>;
export type ChangesMessage = Extract<WebhookMessage, { kind: 'changes' }>;
export type AttemptMessage = Extract<WebhookMessage, { kind: 'attempt' }>;

/** Poison messages of the queue. They can be replayed: what was done before is not done again. */
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
