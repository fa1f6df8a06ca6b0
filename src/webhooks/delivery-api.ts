// The operations of webhooks to other systems, for the API's description.

import { z } from 'zod';
import type { AreaApi } from '../shared/http/operation';
import { deliveryListSchema, deliveryQuery, deliverySchema } from './delivery-schemas';

const id = 'whk_019ca9a3b200dmzvyrb5oa55g2dvvxgvv2tcpq';
const orderId = 'ord_dmzvyrb5oa55g2dvvxgvv2tcpq';
const delivery = {
  ...{ id, endpoint: 'https://erp.example/hooks', type: 'order.shipped', orderId },
  ...{ state: 'pending', attempts: 0, replays: 1 },
  event: { type: 'order.shipped', timestamp: '2026-03-01T12:00:00.000Z', data: { orderId, state: 'shipped' } },
};

export const deliveryApi = {
  listWebhooks: {
    method: 'GET',
    path: '/admin/webhooks',
    access: 'owner',
    summary: 'List the events of orders that were posted to other systems',
    query: deliveryQuery,
    answers: {
      200: {
        meaning: 'A page of deliveries.',
        schema: deliveryListSchema,
        headers: ['Cache-Control'],
        example: { deliveries: [delivery] },
      },
    },
  },
  replayWebhook: {
    method: 'POST',
    path: '/admin/webhooks/{id}/replay',
    access: 'owner',
    summary: 'Send an event to its endpoint again',
    params: { id: z.string().meta({ description: 'The id of the delivery.', examples: [id] }) },
    answers: {
      202: { meaning: 'It will be sent.', schema: deliverySchema, headers: ['Cache-Control'], example: delivery },
    },
    problems: ['WEBHOOK.NOT_FOUND', 'WEBHOOK.NO_ENDPOINT'],
  },
} as const satisfies AreaApi;
