// An order as the customer sees it: without the payment token, warehouses and details for the owner.

import type { Money } from '../../shared/money';
import type { Address, Order, OrderLine, TimelineEntry } from '../order';
import type { OrderState } from '../order-states';
import type { ShipmentState } from '../shipment-states';

export interface LineJson {
  sku: string;
  name: string;
  quantity: number;
  unitPrice: Money;
  total: Money;
}

export interface OrderJson {
  orderId: string;
  state: OrderState;
  lines: LineJson[];
  total: Money;
  email: string;
  shippingAddress: Address;
  shipments: { shipmentId: string; state: ShipmentState; lines: LineJson[] }[];
  timeline: Omit<TimelineEntry, 'detail'>[];
  createdAt: string;
  updatedAt: string;
}

export function orderJson(order: Order): OrderJson {
  const { orderId, state, total, email, shippingAddress, createdAt, updatedAt } = order;
  return {
    orderId,
    state,
    lines: order.lines.map(lineJson),
    total,
    email,
    shippingAddress,
    shipments: order.shipments.map(({ shipmentId, warehouse, state: reached }) => ({
      shipmentId,
      state: reached,
      lines: order.lines.filter((line) => line.warehouse === warehouse).map(lineJson),
    })),
    timeline: order.timeline.map(({ detail: _internal, ...entry }) => entry),
    createdAt,
    updatedAt,
  };
}

function lineJson({ sku, name, quantity, unitPrice, total }: OrderLine): LineJson {
  return { sku, name, quantity, unitPrice, total };
}
