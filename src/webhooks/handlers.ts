// Deliveries over HTTP, for the owner: the list, and a replay of one.

import type { z } from 'zod';
import { AppError } from '../shared/http/errors';
import { type HttpHandler, route } from '../shared/http/http';
import { type Delivery, deliveryIdPattern, replayed } from './delivery';
import { type DeliveryJson, type DeliveryListJson, deliveryQuery } from './delivery-schemas';
import type { Deliveries, DeliveryQuery, WebhookEndpoint, WebhookQueue } from './ports';

export interface WebhookHandlers {
  listWebhooks: HttpHandler;
  replayWebhook: HttpHandler;
}

export interface WebhookHandlerDeps {
  endpoints: readonly WebhookEndpoint[];
  deliveries: Pick<Deliveries, 'find' | 'replace' | 'page'>;
  queue: WebhookQueue;
  now: () => Date;
}

const headers = { 'cache-control': 'no-store' };
/** A replay competes with attempts that are under way, seldom more than one. */
const attempts = 5;

export function makeWebhookHandlers({ endpoints, deliveries, queue, now }: WebhookHandlerDeps): WebhookHandlers {
  /** @throws AppError `WEBHOOK.NOT_FOUND`, `WEBHOOK.NO_ENDPOINT`. */
  async function replay(id: string): Promise<Delivery> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const found = deliveryIdPattern.test(id) ? await deliveries.find(id) : undefined;
      if (!found) throw new AppError('WEBHOOK.NOT_FOUND', `There is no delivery ${id}.`);
      const { endpoint } = found.delivery;
      if (!endpoints.some(({ url }) => url === endpoint)) {
        throw new AppError('WEBHOOK.NO_ENDPOINT', 'Add it to WEBHOOK_ENDPOINTS again, with its secret.');
      }
      const again = replayed(found.delivery, now());
      if (await deliveries.replace(again, found.etag)) return again;
    }
    throw new AppError('DEPENDENCY.UNAVAILABLE', 'The delivery is being tried at this moment. Try again shortly.');
  }

  return {
    listWebhooks: route(async (_request, _context, query) => {
      const { deliveries: found, cursor } = await deliveries.page(withoutAbsent(query));
      const jsonBody: DeliveryListJson = { deliveries: found.map(deliveryJson), ...(cursor && { cursor }) };
      return { status: 200, headers, jsonBody };
    }, deliveryQuery),

    replayWebhook: route(async (request) => {
      const delivery = await replay(request.params.id ?? '');
      const { id, round } = delivery;
      await queue.send({ kind: 'attempt', id, round, attempt: 1 });
      return { status: 202, headers, jsonBody: deliveryJson(delivery) };
    }),
  };
}

function withoutAbsent({ limit, ...filters }: z.output<typeof deliveryQuery>): DeliveryQuery {
  return { limit, ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) };
}

/** `event` is the body as the endpoint gets it. */
function deliveryJson({ body, round, startedAt, ...delivery }: Delivery): DeliveryJson {
  return { ...delivery, replays: round, event: JSON.parse(body) };
}
