// An order: what was bought at which price, where it goes, and how far it has come.

import { createHash } from 'node:crypto';
import { derivedId } from '../shared/ids';
import type { Money } from '../shared/money';
import { type OrderState, recordedStep } from './order-states';
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
  /** Where the product lies. */
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
  /** What the customer was shown; an order over another sum is not placed. */
  expectedTotal: Money;
}

export interface Shipment {
  shipmentId: string;
  warehouse: string;
  state: ShipmentState;
}

/** One thing that became of the order. `step` is unique in a timeline: what is recorded twice stands there once. */
export interface TimelineEntry {
  /** ISO 8601, UTC. */
  at: string;
  state: OrderState;
  step: string;
  /** Code of a refusal, which the customer sees. */
  reason?: string;
  /** For the shop's people only. */
  detail?: string;
  /** Who did it, where it was not the shop on its own account: `clock` when nobody had decided in time. */
  by?: 'customer' | 'owner' | 'clock';
}

/** What was decided about an order that needs approval. The first decision stands. */
export interface Approval {
  decision: 'approve' | 'reject';
  /** In the words of who decided; for the shop's people only. */
  reason: string;
  by: 'owner' | 'clock';
  /** ISO 8601, UTC. */
  at: string;
}

/** A refund that was asked for; there is one at most. */
export interface Refund {
  /** Whether the units come back into stock. */
  restock: boolean;
  reason: string;
  /** The Idempotency-Key it came with. */
  key?: string;
  at: string;
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
  /** Tells whether a repeated Idempotency-Key came with the same checkout. */
  checkoutHash: string;
  /** Whether the customer has called the order off, or cannot any more; absent while it is open. */
  cancellation?: 'requested' | 'closed';
  approval?: Approval;
  refund?: Refund;
  /** Number of changes so far. */
  version: number;
}

/** What never changes of an order. */
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

/** The same customer and key always give the same id; it is the orchestration's instance id too. */
export function orderIdOf(customerId: string, idempotencyKey: string): string {
  return derivedId('ord', customerId, idempotencyKey);
}

/** Tells order ids apart from other text that reaches us from outside. */
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
