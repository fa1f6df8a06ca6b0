// An order as the customer sees it: without the payment token, warehouses and details for the owner.

import { z } from 'zod';
import { lineSchema } from '../../shared/contracts';
import { type Money, moneySchema } from '../../shared/money';
import type { Order, OrderLine, Refund, Shipment } from '../order';
import { orderStates } from '../order-states';
import { refundsOf } from '../refunds';
import { shipmentStates } from '../shipment-states';
import { timelineEntryOf } from '../timeline';

export const orderStateSchema = z.enum(orderStates).meta({
  id: 'OrderState',
  description: 'Ends: `delivered`, `refused`, `cancelled`, `refunded`, `compensationFailed`.',
});

export const addressSchema = z
  .strictObject({
    name: z.string(),
    street: z.string(),
    postalCode: z.string(),
    city: z.string(),
    country: z.string().describe('ISO 3166 alpha-2.'),
  })
  .meta({ id: 'Address' });

const orderLineSchema = z
  .strictObject({
    sku: z.string(),
    name: z.string(),
    quantity: z.int().min(1),
    unitPrice: moneySchema.describe('When the order was placed.'),
    total: moneySchema,
  })
  .meta({ id: 'OrderLine' });

const refundSchema = z
  .strictObject({
    requestedAt: z.iso.datetime(),
    amount: moneySchema.describe('What is paid back for the lines.'),
    lines: z.array(lineSchema),
    state: z.enum(['underWay', 'refunded', 'failed']),
  })
  .meta({ id: 'OrderRefund' });

export const trackingShape = {
  trackingNumber: z.string().exactOptional(),
  carrier: z.string().exactOptional().describe('The name of the carrier.'),
  trackingUrl: z.string().exactOptional().describe('A page of the carrier about this parcel.'),
};

const shipmentSchema = z
  .strictObject({
    shipmentId: z.string(),
    state: z.enum(shipmentStates),
    ...trackingShape,
    lines: z.array(orderLineSchema),
  })
  .meta({ id: 'OrderShipment' });

export const timelineEntrySchema = z
  .strictObject({
    at: z.iso.datetime(),
    state: orderStateSchema,
    step: z.string().describe('Unique in a timeline.'),
    reason: z.string().exactOptional().describe('A code, such as `PAYMENT.DECLINED`.'),
    by: z
      .enum(['customer', 'owner', 'clock'])
      .exactOptional()
      .describe('Who caused it; `clock` is a timeout. Absent for the app itself.'),
  })
  .meta({ id: 'TimelineEntry' });

const paymentActionSchema = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('redirect'),
      url: z.string().describe('Open it. It leads back to the shop.'),
      clientSecret: z.string().exactOptional().describe("For the provider's own library, instead of the URL."),
    }),
    z.strictObject({
      type: z.literal('sdk'),
      clientSecret: z.string().describe("Only the provider's own library can do it."),
    }),
  ])
  .meta({ id: 'PaymentAction' });

/** The placed order in a list. */
export const orderSummarySchema = z
  .strictObject({ orderId: z.string(), state: orderStateSchema, total: moneySchema, createdAt: z.iso.datetime() })
  .meta({ id: 'OrderSummary' });

export const orderListSchema = z
  .strictObject({
    orders: z.array(orderSummarySchema).describe('The newest first, at most 20.'),
    cursor: z.string().exactOptional().describe('Of the next page. Absent on the last one.'),
  })
  .meta({ id: 'OrderList' });
export type OrderListJson = z.infer<typeof orderListSchema>;

export const acceptedSchema = z
  .strictObject({ orderId: z.string(), state: orderStateSchema, total: moneySchema })
  .meta({ id: 'AcceptedOrder' });
export type AcceptedJson = z.infer<typeof acceptedSchema>;

export const orderJsonSchema = z
  .strictObject({
    orderId: z.string(),
    state: orderStateSchema,
    lines: z.array(orderLineSchema),
    total: moneySchema,
    email: z.string(),
    shippingAddress: addressSchema,
    shipments: z.array(shipmentSchema).describe('The parcels that the carrier has accepted.'),
    refunds: z.array(refundSchema).describe('Those that were requested, the oldest first.'),
    timeline: z.array(timelineEntrySchema).describe('The earliest first.'),
    paymentAction: paymentActionSchema
      .exactOptional()
      .describe('What the customer has to do while the order is `awaitingPayment`. Not for readers with a link.'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Order' });
export type OrderJson = z.infer<typeof orderJsonSchema>;
type LineJson = z.infer<typeof orderLineSchema>;
type RefundJson = z.infer<typeof refundSchema>;
type ShipmentJson = z.infer<typeof shipmentSchema>;

/** `isOwn`: the reader is the customer, not somebody who has the link of a mail. */
export function orderJson(order: Order, isOwn = false): OrderJson {
  const { orderId, state, total, email, shippingAddress, paymentAction, createdAt, updatedAt } = order;
  return {
    orderId,
    state,
    lines: order.lines.map(lineJson),
    total,
    email,
    shippingAddress,
    shipments: order.shipments.map((shipment) => shipmentJson(shipment, order)),
    refunds: refundsOf(order).map((refund) => refundJson(refund, total)),
    timeline: order.timeline.map((stored) => {
      const { detail: _internal, ...entry } = timelineEntryOf(stored);
      return entry;
    }),
    ...(isOwn && paymentAction && { paymentAction }),
    createdAt,
    updatedAt,
  };
}

function shipmentJson(shipment: Shipment, order: Order): ShipmentJson {
  const { shipmentId, state, warehouse, trackingNumber, carrier, trackingUrl } = shipment;
  return {
    shipmentId,
    state,
    ...(trackingNumber !== undefined && { trackingNumber }),
    ...(carrier !== undefined && { carrier }),
    ...(trackingUrl !== undefined && { trackingUrl }),
    lines: order.lines.filter((line) => line.warehouse === warehouse).map(lineJson),
  };
}

function refundJson({ at, amount, lines, ended }: Refund, total: Money): RefundJson {
  const end = ended?.outcome === 'refunded' ? 'refunded' : 'failed';
  return { requestedAt: at, amount: { ...total, amount }, lines, state: ended ? end : 'underWay' };
}

function lineJson({ sku, name, quantity, unitPrice, total }: OrderLine): LineJson {
  return { sku, name, quantity, unitPrice, total };
}
