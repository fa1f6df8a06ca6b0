// Turns the changes of an order into deliveries, one for each endpoint. Messages come twice, late and in any order; a count for
// each order says which changes are new.

import type { OrderChange } from '../shared/contracts';
import { newDelivery } from './delivery';
import type { AnnouncedChanges, Deliveries, WebhookEndpoint, WebhookQueue } from './ports';
import type { ChangesMessage } from './webhook-messages';

export interface AnnounceChangesDeps {
  endpoints: readonly WebhookEndpoint[];
  deliveries: Pick<Deliveries, 'add'>;
  announced: AnnouncedChanges;
  queue: WebhookQueue;
  now: () => Date;
}

/** Of an order that was under way when webhooks were switched on, older changes than this are history. */
const newsForMs = 3_600_000;

/** Changes of one order often come together; whoever counts second looks again what is left. */
const attempts = 5;

export type AnnounceChanges = (message: ChangesMessage) => Promise<void>;

export function makeAnnounceChanges(deps: AnnounceChangesDeps): AnnounceChanges {
  const { endpoints, deliveries, announced, queue, now } = deps;

  /** The latest change is always news, however late it was reported. */
  function recent(changes: OrderChange[]): OrderChange[] {
    const since = now().getTime() - newsForMs;
    return changes.filter(({ at }, index) => index === changes.length - 1 || Date.parse(at) >= since);
  }

  /** False when another run has counted the same order meanwhile. */
  async function announce({ orderId, changes }: ChangesMessage): Promise<boolean> {
    const known = await announced.count(orderId);
    const news = known ? changes.slice(known.count) : recent(changes);
    if (news.length === 0) return true;
    for (const change of news) {
      for (const { url } of endpoints) {
        const delivery = newDelivery(url, orderId, change, now());
        await deliveries.add(delivery);
        // Also when it was known: the process may have died before the message was sent.
        await queue.send({ kind: 'attempt', id: delivery.id, round: 0, attempt: 1 });
      }
    }
    return announced.put(orderId, changes.length, known?.etag);
  }

  return async (message) => {
    for (let attempt = 0; attempt < attempts; attempt++) if (await announce(message)) return;
    throw new Error(`The changes of ${message.orderId} were counted by others ${attempts} times in a row.`);
  };
}
