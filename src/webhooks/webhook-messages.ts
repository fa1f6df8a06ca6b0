// The messages of queue `webhooks`: the changes of an order, which become deliveries, and one attempt of a delivery.

import { z } from 'zod';

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
