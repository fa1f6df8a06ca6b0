// The inputs of the orchestrators as schemas, for the generic starter: an orchestration whose input it cannot use would only
// fail, and stay in the task hub.

import { z } from 'zod';
import { skuForm } from '../../shared/contracts';
import { customerIdPattern } from '../../shared/ids';
import { isPrintable } from '../../shared/printable-text';
import { type Address, orderIdPattern } from '../order';
import { parcelReferencePattern } from '../parcels';
import type { OrderRun } from './order-run';
import type { RefundRun } from './refund-run';
import type { ResolutionRun } from './resolution-run';
import type { ShipmentRun } from './shipment-run';

const orderId = z.string().regex(orderIdPattern, 'is not an order id');
const customerId = z.string().regex(customerIdPattern, 'is not a customer id');
const reference = z.string().regex(parcelReferencePattern, "is not a parcel's reference");
const sku = z.string().regex(skuForm, 'is not a valid sku');
const text = z.string().min(1).check(isPrintable);
const quantity = z.int().min(1);
const durationMs = z.int().min(0);
const money = z.looseObject({
  amount: z.int().min(0),
  currency: z.string().regex(/^[A-Z]{3}$/, 'is not an ISO 4217 code'),
});
const line = z.looseObject({ sku, quantity });
const orderLine = line.extend({ name: text, unitPrice: money, total: money, warehouse: text });
const address: z.ZodType<Address> = z.looseObject({
  name: text,
  street: text,
  postalCode: text,
  city: text,
  country: text,
});
const order = { orderId, customerId };
const placedAt = z.iso.datetime({ offset: true }).exactOptional();

const orderRun: z.ZodType<OrderRun> = z.looseObject({
  ...order,
  lines: z.array(orderLine).min(1),
  total: money,
  shippingAddress: address,
  paymentToken: text,
  placedAt,
  reservationTtlMs: durationMs,
  paymentAction: z.looseObject({ timeoutMs: durationMs }).exactOptional(),
  approval: z.looseObject({ timeoutMs: durationMs, onTimeout: z.enum(['approve', 'reject']) }).exactOptional(),
});

const shipmentRun: z.ZodType<ShipmentRun> = z.looseObject({
  ...order,
  reference,
  warehouse: text,
  lines: z.array(line).min(1),
  address,
  others: z.array(reference),
});

const payment = z.looseObject({
  orderId,
  customerId: customerId.exactOptional(),
  amount: money,
  token: text,
  placedAt,
});
const parcelKey = z.looseObject({ ...order, reference, warehouse: text });

const refundRun: z.ZodType<RefundRun> = z.looseObject({
  ...order,
  number: z.int().min(1),
  payment,
  part: money.exactOptional(),
  actKey: text,
  parcels: z.array(parcelKey),
  restock: z.array(line.extend({ soldQuantity: quantity })),
});

const resolutionRun: z.ZodType<ResolutionRun> = z.looseObject({
  ...order,
  number: z.int().min(1),
  lines: z.array(orderLine).min(1),
  payment,
  parcels: z.array(shipmentRun),
  sold: z.array(z.looseObject({ sku, soldQuantity: quantity.exactOptional() })),
  because: text,
  failures: z.int().min(0),
});

/** The input of each orchestrator of orders, by its name; members that a schema does not know are kept. */
export const orderRunSchemas = {
  orderOrchestrator: orderRun,
  shipmentOrchestrator: shipmentRun,
  refundOrchestrator: refundRun,
  resolutionOrchestrator: resolutionRun,
};
