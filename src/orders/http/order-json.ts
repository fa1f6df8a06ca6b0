// An order as the customer sees it: without the payment token, warehouses and details for the owner.

import type { Line } from '../../shared/contracts';
import type { Money } from '../../shared/money';
import type { Address, Order, OrderLine, PaymentAction, Refund, Shipment, TimelineEntry } from '../order';
import type { OrderState } from '../order-states';
import type { Tracking } from '../owner-reports';
import { refundsOf } from '../refunds';
import { timelineEntryOf } from '../timeline';

export interface LineJson {
  sku: string;
  name: string;
  quantity: number;
  unitPrice: Money;
  total: Money;
}

export interface RefundJson {
  requestedAt: string;
  amount: Money;
  lines: Line[];
  state: 'underWay' | 'refunded' | 'failed';
}

export interface ShipmentJson extends Partial<Tracking>, Pick<Shipment, 'shipmentId' | 'state'> {
  lines: LineJson[];
}

export interface OrderJson {
  orderId: string;
  state: OrderState;
  lines: LineJson[];
  total: Money;
  email: string;
  shippingAddress: Address;
  shipments: ShipmentJson[];
  /** The refunds that were requested, the oldest first; `amount` is what is paid back for `lines`. */
  refunds: RefundJson[];
  timeline: Omit<TimelineEntry, 'detail'>[];
  /** What the customer has to do while the order is `awaitingPayment`. */
  paymentAction?: PaymentAction;
  createdAt: string;
  updatedAt: string;
}

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
