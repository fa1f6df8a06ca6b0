// What the generic starter accepts is what the app itself starts; anything else names the faulty field.

import type { z } from 'zod';
import { cartWatchSchema } from '../../../../src/carts/cart-watch-schema';
import type { Resolution } from '../../../../src/orders/order';
import { parcelsOf } from '../../../../src/orders/parcels';
import { refundsOf, requestRefund } from '../../../../src/orders/refunds';
import { orderRun } from '../../../../src/orders/saga/order-run';
import { refundRun } from '../../../../src/orders/saga/refund-run';
import { resolutionRun } from '../../../../src/orders/saga/resolution-run';
import { orderRunSchemas } from '../../../../src/orders/saga/run-schemas';
import { shipmentRuns } from '../../../../src/orders/saga/shipment-run';
import { anOrder, broughtTo } from '../../../helpers/order-builders';

const policy = {
  reservationTtlMs: 1_000,
  paymentActionTimeoutMs: 3_000,
  approval: { threshold: 1, timeoutMs: 2_000, onTimeout: 'reject' },
} as const;
const order = anOrder();
const run = orderRun(order, policy);
const [parcel] = shipmentRuns(run, parcelsOf(order.lines));
const captured = broughtTo('captured', order);
const [requested] = refundsOf(requestRefund(captured, { restock: true, reason: 'broken', at: order.createdAt }));
if (!requested) throw new Error('There is no refund.');
const refund = refundRun(captured, requested);
const resolution = resolutionRun(broughtTo('compensationFailed', order), {
  number: 1,
  at: order.createdAt,
} as Resolution);
const watch = {
  customerId: order.customerId,
  filledAt: 0,
  reminded: false,
  remindAfterMs: 1,
  expireAfterMs: 2,
  lookAt: order.createdAt,
};
const { placedAt: _placedAt, ...earlier } = run;
const { customerId: _customerId, placedAt: _paidAt, ...earlierPayment } = refund.payment;

const valid: [name: string, schema: z.ZodType, input: unknown][] = [
  ['orderOrchestrator', orderRunSchemas.orderOrchestrator, run],
  ['orderOrchestrator, of an earlier release', orderRunSchemas.orderOrchestrator, earlier],
  ['shipmentOrchestrator', orderRunSchemas.shipmentOrchestrator, parcel],
  ['refundOrchestrator', orderRunSchemas.refundOrchestrator, refund],
  [
    'refundOrchestrator, of an earlier release',
    orderRunSchemas.refundOrchestrator,
    { ...refund, payment: earlierPayment },
  ],
  ['resolutionOrchestrator', orderRunSchemas.resolutionOrchestrator, resolution],
  ['cartOrchestrator', cartWatchSchema, watch],
];

it.each(valid)('the input of %s is accepted, and kept as it is with members added later', (_name, schema, input) => {
  const newer = { ...(input as object), addedLater: 1 };
  expect(schema.parse(newer)).toEqual(newer);
});

it.each(valid)('%s is not started with a number, with nothing, or without its customer', (_name, schema, input) => {
  for (const other of [1, null, undefined, [], {}, { ...(input as object), customerId: 'someone' }]) {
    expect(schema.safeParse(other).success).toBe(false);
  }
});
