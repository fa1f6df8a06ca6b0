// The schemas of deliveries over HTTP: the query of the list, and a delivery as the owner sees it.

import { z } from 'zod';
import { limitParameter } from '../shared/http/paging';
import { deliveryIdPattern, deliveryStates } from './delivery';

export const deliveryQuery = z.strictObject({
  state: z.enum(deliveryStates).optional().describe('Only deliveries in this state.'),
  orderId: z
    .string()
    .regex(/^ord_[a-z2-7]{26}$/, 'must be an order id')
    .optional()
    .describe('Only events of this order.'),
  cursor: z
    .string()
    .regex(deliveryIdPattern, 'must be the cursor of a page')
    .optional()
    .describe('Of the next page: the `cursor` of the previous answer.'),
  limit: limitParameter({ most: 100, usual: 20 }),
});

export const deliverySchema = z
  .strictObject({
    id: z.string().describe('The header `webhook-id`, the same in every attempt and replay.'),
    endpoint: z.string(),
    type: z.string().describe('`order.` and the new state.'),
    orderId: z.string(),
    state: z.enum(deliveryStates).describe('`failed`: only a replay sends it again.'),
    attempts: z.int().min(0).describe('Since it was sent for the first time, or replayed.'),
    replays: z.int().min(0),
    event: z.unknown().describe('The body as the endpoint gets it.'),
    lastResult: z.string().exactOptional().describe('How the last attempt ended: `HTTP 503`, or the code of an error.'),
    lastAttemptAt: z.iso.datetime().exactOptional(),
    nextAttemptAt: z.iso.datetime().exactOptional(),
    deliveredAt: z.iso.datetime().exactOptional(),
  })
  .meta({ id: 'WebhookDelivery' });
export type DeliveryJson = z.infer<typeof deliverySchema>;

export const deliveryListSchema = z
  .strictObject({
    deliveries: z
      .array(deliverySchema)
      .describe('The latest events first. May be fewer than `limit` although there are more.'),
    cursor: z.string().exactOptional().describe('Of the next page. Absent on the last one.'),
  })
  .meta({ id: 'WebhookDeliveryList' });
export type DeliveryListJson = z.infer<typeof deliveryListSchema>;
