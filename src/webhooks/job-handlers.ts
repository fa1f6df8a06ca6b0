// Handles queue `webhooks`, and removes deliveries that are long over.

import type { InvocationContext } from '@azure/functions';
import type { Sweep } from '../shared/contracts';
import { schemaFaultText } from '../shared/http/schema-faults';
import type { AnnounceChanges } from './announce-changes';
import type { DeliverWebhook } from './deliver-webhook';
import type { Deliveries } from './ports';
import { webhookMessageSchema } from './webhook-messages';

export type WebhookJob = (
  message: unknown,
  context: Pick<InvocationContext, 'triggerMetadata' | 'log' | 'warn'>,
) => Promise<void>;

/** An endpoint that fails is recorded, and never throws. @throws for a malformed message, which ends in the poison queue. */
export function makeWebhookJob(announceChanges: AnnounceChanges, deliverWebhook: DeliverWebhook): WebhookJob {
  return async (message, context) => {
    const parsed = webhookMessageSchema.safeParse(message);
    const { id, dequeueCount } = context.triggerMetadata ?? {};
    if (!parsed.success) throw new Error(`Message ${id} is no webhook: ${schemaFaultText(parsed.error)}`);
    if (parsed.data.kind === 'changes') return announceChanges(parsed.data);
    const delivery = await deliverWebhook(parsed.data, Number(dequeueCount ?? 1) > 1);
    if (!delivery) return;
    const { type, orderId, state, attempts, lastResult, nextAttemptAt } = delivery;
    // Never the url: it may hold a token of the receiver.
    const what = `Webhook ${delivery.id} (${type} of ${orderId}), attempt ${attempts}: ${lastResult}`;
    if (state === 'delivered') context.log(what);
    else context.warn(state === 'failed' ? `${what}; given up` : `${what}; next attempt at ${nextAttemptAt}`);
  };
}

/** How long a delivery is kept after its event. */
export const keptMs = 30 * 86_400_000;

/** Routine work, of which nothing needs to be reported. Those that are left wait for the next run. */
export function makeSweepDeliveries(deliveries: Pick<Deliveries, 'removeEnded'>, now: () => Date): Sweep {
  return async () => {
    await deliveries.removeEnded(new Date(now().getTime() - keptMs));
    return { handled: [], failed: [] };
  };
}
