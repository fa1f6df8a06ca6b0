// One attempt of a delivery: post, record how it ended, and send the message of the next attempt. A message that was overtaken
// does nothing, so a message that comes twice causes at most a second post of the same id.

import { afterAttempt, type Delivery, type PostResult } from './delivery';
import type { Deliveries, WebhookEndpoint, WebhookQueue, WebhookSender } from './ports';
import { webhookHeaders } from './sign-webhook';
import type { AttemptMessage } from './webhook-messages';

export interface DeliverWebhookDeps {
  endpoints: readonly WebhookEndpoint[];
  deliveries: Pick<Deliveries, 'find' | 'replace'>;
  queue: WebhookQueue;
  sender: WebhookSender;
  /** The pause after the first failed attempt. */
  firstPauseMs: number;
  now: () => Date;
}

/**
 * @param isRepeated whether the queue has delivered this very message before: then its process may have died.
 * @returns the delivery after the attempt; undefined when none was made.
 */
export type DeliverWebhook = (message: AttemptMessage, isRepeated: boolean) => Promise<Delivery | undefined>;

export function makeDeliverWebhook(deps: DeliverWebhookDeps): DeliverWebhook {
  const { endpoints, deliveries, queue, sender, firstPauseMs, now } = deps;

  async function post({ id, endpoint, body }: Delivery): Promise<PostResult> {
    const known = endpoints.find(({ url }) => url === endpoint);
    if (!known) return { kind: 'refused', result: 'the endpoint is no longer configured', isFinal: true };
    return sender.post(endpoint, webhookHeaders({ id, body }, known.secrets, now()), body);
  }

  async function sendNext({ id, round, attempts, nextAttemptAt }: Delivery): Promise<void> {
    const delayMs = nextAttemptAt === undefined ? 0 : Math.max(Date.parse(nextAttemptAt) - now().getTime(), 0);
    await queue.send({ kind: 'attempt', id, round, attempt: attempts + 1 }, delayMs);
  }

  return async ({ id, round, attempt }, isRepeated) => {
    const found = await deliveries.find(id);
    if (found?.delivery.state !== 'pending' || found.delivery.round !== round) return undefined;
    const { delivery, etag } = found;
    // Recorded, but the process may have died before it sent the next message.
    if (attempt === delivery.attempts && isRepeated) await sendNext(delivery);
    if (attempt !== delivery.attempts + 1) return undefined;
    const after = afterAttempt(delivery, await post(delivery), now(), firstPauseMs);
    // Replayed meanwhile, or tried by a second message: the other one goes on.
    if (!(await deliveries.replace(after, etag))) return undefined;
    if (after.state === 'pending') await sendNext(after);
    return after;
  };
}
