// The webhooks of the carrier and the payment provider, for the API's description.

import { z } from 'zod';
import type { AreaApi } from '../../shared/http/operation';
import { shippingReportSchema } from './shipping-report';

export const paymentReportAnswer = z
  .strictObject({ recorded: z.boolean().describe('False when it is no news, or concerns no order of this shop.') })
  .meta({ id: 'PaymentReportAnswer' });
export type PaymentReportAnswer = z.infer<typeof paymentReportAnswer>;

export const webhookApi = {
  shippingWebhook: {
    method: 'POST',
    path: '/webhooks/shipping',
    access: 'carrier',
    summary: 'Report that a parcel was dispatched or delivered',
    description:
      'Send `x-carrier-timestamp` (seconds since the epoch) and `x-carrier-signature`. Reports may be repeated, late, or skip a state. One of a parcel that is not known is accepted too: a retry would not help.',
    headers: { 'x-carrier-timestamp': 'required' },
    body: {
      schema: shippingReportSchema,
      example: {
        reference: 'ord_dmzvyrb5oa55g2dvvxgvv2tcpq:berlin',
        shipmentId: 'shp_01m8pqfm56mws996ryfyvyfnf8',
        event: 'dispatched',
        at: '2026-03-01T12:00:00Z',
      },
    },
    answers: { 202: { meaning: 'The report is accepted.' } },
    problems: ['WEBHOOK.UNSIGNED'],
  },
  paymentsWebhook: {
    method: 'POST',
    path: '/webhooks/payments',
    access: 'paymentProvider',
    summary: "Report an event of a payment: Stripe's webhook",
    description: 'With another provider than Stripe every report is refused.',
    body: {
      schema: z.looseObject({ id: z.string(), type: z.string() }).describe("Stripe's event."),
      example: { id: 'evt_1', object: 'event', type: 'payment_intent.canceled' },
    },
    answers: {
      200: { meaning: 'The report was understood.', schema: paymentReportAnswer, example: { recorded: true } },
    },
    problems: ['WEBHOOK.UNSIGNED'],
  },
} as const satisfies AreaApi;
