// An order as the owner sees it: everything but what gives access to the payment, including what the customer is not shown.

import { z } from 'zod';
import { lineSchema } from '../../shared/contracts';
import { type Money, moneySchema } from '../../shared/money';
import type { Order, PaymentMovement, TimelineEntry } from '../order';
import type { OwnerShipment } from '../parcels-under-way';
import { refundsOf, unrefundedAmount } from '../refunds';
import { shipmentStates } from '../shipment-states';
import { timelineEntryOf } from '../timeline';
import {
  addressSchema,
  orderJsonSchema,
  orderStateSchema,
  orderSummarySchema,
  timelineEntrySchema,
  trackingShape,
} from './order-json';

const time = z.iso.datetime();

export const orderSnapshotSchema = orderSummarySchema
  .extend({ customerId: z.string(), updatedAt: time.describe('Of the latest change.') })
  .meta({ id: 'OrderSnapshot' });

export const allOrdersSchema = z
  .strictObject({
    orders: z.array(orderSnapshotSchema).describe('The newest first.'),
    cursor: z.string().exactOptional().describe('Of the next page. Absent on the last one.'),
  })
  .meta({ id: 'AllOrders' });
export type AllOrdersJson = z.infer<typeof allOrdersSchema>;

const paymentSchema = z
  .strictObject({
    operation: z.enum(['authorize', 'capture', 'void', 'refund']),
    paymentId: z
      .string()
      .exactOptional()
      .describe("The provider's. Absent when the order is from before it was recorded."),
    amount: moneySchema,
    at: time,
  })
  .meta({ id: 'Payment' });
export type PaymentJson = z.infer<typeof paymentSchema>;

const ownerLineSchema = orderJsonSchema.shape.lines.element
  .extend({ warehouse: z.string() })
  .meta({ id: 'OwnerOrderLine' });

const ownerShipmentSchema = z
  .strictObject({
    shipmentId: z.string(),
    warehouse: z.string(),
    state: z.enum(shipmentStates),
    ...trackingShape,
    dispatchedAt: time.exactOptional(),
    deliveredAt: time.exactOptional(),
    overdue: z.boolean().describe('It should have arrived by now.'),
  })
  .meta({ id: 'OwnerShipment' });

const approval = z
  .strictObject({
    decision: z.enum(['approve', 'reject']),
    reason: z.string(),
    by: z.enum(['owner', 'clock']).describe('`clock` is a timeout.'),
    at: time,
  })
  .meta({ id: 'Approval' });

/** As stored when an order could have only one. */
const singleRefund = z.strictObject({
  restock: z.boolean(),
  reason: z.string(),
  key: z.string().exactOptional().describe('The Idempotency-Key of the request.'),
  at: time,
});

const ownerRefundSchema = singleRefund
  .extend({
    number: z.int().min(1),
    isWhole: z.boolean().describe('Whether everything that was left is refunded.'),
    lines: z.array(lineSchema),
    amount: z.int().describe('Minor units.'),
    state: orderStateSchema.describe('When it was requested.'),
    actKey: z.string().describe('The key at the payment provider.'),
    instanceId: z.string(),
    startedAt: time.exactOptional(),
    ended: z.strictObject({ at: time, outcome: z.enum(['refunded', 'refused', 'failed']) }).exactOptional(),
  })
  .meta({ id: 'OwnerRefund' });

const ownerResolutionSchema = z
  .strictObject({
    number: z.int().min(1),
    resolution: z.enum(['retry', 'settled']),
    reason: z.string().exactOptional(),
    key: z.string().exactOptional().describe('The Idempotency-Key of the request.'),
    at: time,
    state: orderStateSchema.describe('After the request.'),
    refund: z.int().exactOptional().describe('The number of the refund that repeats the one that failed.'),
    startedAt: time.exactOptional(),
    endedAt: time.exactOptional(),
  })
  .meta({ id: 'OwnerResolution' });

export const ownerOrderSchema = z
  .strictObject({
    orderId: z.string(),
    customerId: z.string(),
    state: orderStateSchema,
    lines: z.array(ownerLineSchema),
    total: moneySchema,
    email: z.string(),
    shippingAddress: addressSchema,
    shipments: z.array(ownerShipmentSchema).describe('The parcels that the carrier has accepted.'),
    timeline: z
      .array(
        timelineEntrySchema
          .extend({ detail: z.string().exactOptional().describe('Shown to the owner only.') })
          .meta({ id: 'OwnerTimelineEntry' }),
      )
      .describe('The earliest first.'),
    payments: z
      .array(paymentSchema)
      .describe('What was authorized, captured, released and refunded, the earliest first.'),
    cancellation: z.enum(['requested', 'closed']).exactOptional().describe('`closed`: it can no longer be cancelled.'),
    approval: approval.exactOptional(),
    refund: singleRefund.exactOptional().describe('Of an order from before refunds were numbered.'),
    refunds: z.array(ownerRefundSchema).exactOptional(),
    withdrawn: z
      .array(z.string())
      .exactOptional()
      .describe('The warehouses whose parcels were withdrawn for a refund.'),
    resolutions: z.array(ownerResolutionSchema).exactOptional(),
    createdAt: time,
    updatedAt: time,
    version: z.int().describe('The number of changes so far; the ETag.'),
  })
  .meta({ id: 'OwnerOrder' });
export type OwnerOrderJson = z.infer<typeof ownerOrderSchema>;

export function ownerOrderJson(order: Order, shipments: OwnerShipment[]): OwnerOrderJson {
  const { paymentToken: _token, paymentAction: _action, checkoutHash: _hash, payments: _recorded, ...shown } = order;
  const timeline = order.timeline.map(timelineEntryOf);
  return { ...shown, shipments, timeline, payments: paymentsOf(order) };
}

/** The provider's answers as recorded, the refunds that have ended well, and what was given back when the order was undone. */
function paymentsOf(order: Order): PaymentJson[] {
  const taken = order.timeline.flatMap((entry) => takenIn(entry, order));
  const refunds = refundsOf(order).flatMap(({ ended, amount }) =>
    ended?.outcome === 'refunded' ? [givenBack('refund', taken, { ...order.total, amount }, ended.at)] : [],
  );
  const undone = order.timeline.find(({ step }) => /^(refuse|cancel)Order(:\d+)?$/.test(step));
  const isCaptured = taken.at(-1)?.operation === 'capture';
  const amount = { ...order.total, amount: isCaptured ? unrefundedAmount(order) : order.total.amount };
  const release = undone && taken.length > 0 && givenBack(isCaptured ? 'refund' : 'void', taken, amount, undone.at);
  const all = [...taken, ...refunds, ...(release && release.amount.amount > 0 ? [release] : [])];
  return all.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

const operations: Record<string, PaymentMovement['operation']> = {
  authorizePayment: 'authorize',
  capturePayment: 'capture',
};

function takenIn({ step, at }: TimelineEntry, order: Order): PaymentJson[] {
  const operation = operations[step];
  if (!operation) return [];
  return [order.payments?.find((one) => one.operation === operation) ?? { operation, amount: order.total, at }];
}

function givenBack(
  operation: 'void' | 'refund',
  taken: readonly PaymentJson[],
  amount: Money,
  at: string,
): PaymentJson {
  const paymentId = taken.at(-1)?.paymentId;
  return { operation, ...(paymentId !== undefined && { paymentId }), amount, at };
}
