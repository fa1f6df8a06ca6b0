// An order: its lines and prices, where it is shipped to, its state, and the timeline of what has happened to it.

import { createHash } from 'node:crypto';
import type { Line } from '../shared/contracts';
import { derivedId } from '../shared/ids';
import type { Money } from '../shared/money';
import { type OrderState, recordedStep } from './order-states';
import type { Tracking } from './owner-reports';
import type { ShipmentState } from './shipment-states';

export interface OrderKey {
  customerId: string;
  orderId: string;
}

export interface OrderLine {
  sku: string;
  name: string;
  quantity: number;
  /** The price when the order was placed. */
  unitPrice: Money;
  total: Money;
  /** The warehouse that stocks the product. */
  warehouse: string;
}

export interface Address {
  name: string;
  street: string;
  postalCode: string;
  city: string;
  /** ISO 3166 alpha-2. */
  country: string;
}

/** What a customer sends to turn the cart into an order. */
export interface Checkout {
  /** A reference at the payment provider, never a card number. */
  payment: { token: string };
  email: string;
  shippingAddress: Address;
  /** The total that the customer was shown; an order with another total is not placed. */
  expectedTotal: Money;
}

/** A parcel, with the tracking that the owner has entered when it was dispatched. */
export interface Shipment extends Partial<Tracking> {
  shipmentId: string;
  warehouse: string;
  state: ShipmentState;
  /** ISO 8601, UTC; absent before, of a parcel that was reported as delivered at once, and in records of earlier versions. */
  dispatchedAt?: string;
  /** ISO 8601, UTC; absent before, and in records of earlier versions. */
  deliveredAt?: string;
}

/** An event in the life of an order. `step` is unique in a timeline: recording it twice adds one entry. */
export interface TimelineEntry {
  /** ISO 8601, UTC. */
  at: string;
  state: OrderState;
  step: string;
  /** The code of a refusal; shown to the customer. */
  reason?: string;
  /** Shown to the owner only. */
  detail?: string;
  /** Who caused it; absent for the app itself. `clock` is the stored word for a timeout. */
  by?: 'customer' | 'owner' | 'clock';
}

/** The decision about an order that needs approval. The first one is final. */
export interface Approval {
  decision: 'approve' | 'reject';
  /** Why, as entered with the decision; shown to the owner only. */
  reason: string;
  /** `clock` is the stored word for a timeout. */
  by: 'owner' | 'clock';
  /** ISO 8601, UTC. */
  at: string;
}

/** A requested refund, as it was stored when an order could have only one. */
export interface SingleRefund {
  /** Whether the units are returned to stock. */
  restock: boolean;
  reason: string;
  /** The Idempotency-Key of the request. */
  key?: string;
  at: string;
}

/** What the payment provider has authorized or captured, as it answered. */
export interface PaymentMovement {
  operation: 'authorize' | 'capture';
  /** The provider's id of the payment. */
  paymentId: string;
  amount: Money;
  /** ISO 8601, UTC. */
  at: string;
}

/**
 * What the customer has to do so that the payment is authorized. `redirect`: open `url`, which leads back to the shop; with a
 * `clientSecret` the provider's own library can do it in the page instead. `sdk`: only that library can.
 */
export type PaymentAction =
  | { type: 'redirect'; url: string; clientSecret?: string }
  | { type: 'sdk'; clientSecret: string };

/** A requested refund. An order's refunds are numbered from 1 and run one after the other. */
export interface Refund extends SingleRefund {
  number: number;
  /** Whether the request was for everything that was left. */
  isWhole: boolean;
  /** The units that it is about. */
  lines: Line[];
  /** Minor units. */
  amount: number;
  /** The order's state when it was requested: part of the answer, which a repeated request gets again. */
  state: OrderState;
  /** The key at the payment provider, and of the units that return to stock. A repetition keeps the key of what it repeats. */
  actKey: string;
  instanceId: string;
  /** Its orchestration has begun; it is never started again. */
  startedAt?: string;
  ended?: RefundEnd;
}

export interface RefundEnd {
  at: string;
  /** `refused`: the provider has refused, and no money was moved. `failed`: money may have been moved. */
  outcome: 'refunded' | 'refused' | 'failed';
}

/** What a person has done about an order in `compensationFailed`. */
export interface Resolution {
  number: number;
  /** `retry`: the order's steps are undone once more. */
  resolution: 'retry' | 'settled';
  reason?: string;
  key?: string;
  at: string;
  /** The order's state after the request: part of the answer, which a repeated request gets again. */
  state: OrderState;
  /** The refund that repeats the one that failed; then there is nothing else to do. */
  refund?: number;
  startedAt?: string;
  endedAt?: string;
}

export interface Order {
  orderId: string;
  customerId: string;
  state: OrderState;
  lines: OrderLine[];
  total: Money;
  email: string;
  shippingAddress: Address;
  paymentToken: string;
  shipments: Shipment[];
  timeline: TimelineEntry[];
  createdAt: string;
  updatedAt: string;
  /** Compared when an Idempotency-Key is repeated: it must come with the same checkout. */
  checkoutHash: string;
  /** Whether the customer has requested a cancellation, or no longer can; absent while they still can. */
  cancellation?: 'requested' | 'closed';
  approval?: Approval;
  /** Written by earlier versions; read by `refundsOf`. */
  refund?: SingleRefund;
  refunds?: Refund[];
  /** The warehouses whose parcels were withdrawn for a refund. */
  withdrawn?: string[];
  resolutions?: Resolution[];
  /** In the sequence in which they were recorded; absent in orders from before they were. */
  payments?: PaymentMovement[];
  /** While the order is `awaitingPayment`; for the customer's eyes only. */
  paymentAction?: PaymentAction;
  /** The number of changes so far; the ETag of the order. */
  version: number;
}

/** The part of an order that never changes. */
export type OrderEssentials = Readonly<
  Pick<Order, 'orderId' | 'customerId' | 'lines' | 'total' | 'email' | 'shippingAddress'>
>;

export interface NewOrder {
  orderId: string;
  customerId: string;
  checkout: Checkout;
  lines: OrderLine[];
  total: Money;
  now: Date;
}

/** Deterministic: the same customer and key always give the same id. It is also the instance id of the orchestration. */
export function orderIdOf(customerId: string, idempotencyKey: string): string {
  return derivedId('ord', customerId, idempotencyKey);
}

/** Checks that text from outside has the form of an order id. */
export const orderIdPattern = /^ord_[a-z2-7]{26}$/;

/** A digest of the checkout: members in any order, the same content. */
export function checkoutHashOf({ payment, email, shippingAddress, expectedTotal }: Checkout): string {
  const { name, street, postalCode, city, country } = shippingAddress;
  const content = [payment.token, email, name, street, postalCode, city, country];
  const text = JSON.stringify([...content, expectedTotal.amount, expectedTotal.currency]);
  return createHash('sha256').update(text).digest('base64url');
}

export function newOrder({ orderId, customerId, checkout, lines, total, now }: NewOrder): Order {
  const at = now.toISOString();
  const placed = recordedStep('placeOrder');
  return {
    orderId,
    customerId,
    state: placed.state,
    lines,
    total,
    email: checkout.email,
    shippingAddress: checkout.shippingAddress,
    paymentToken: checkout.payment.token,
    shipments: [],
    timeline: [{ at, ...placed }],
    createdAt: at,
    updatedAt: at,
    checkoutHash: checkoutHashOf(checkout),
    version: 1,
  };
}
