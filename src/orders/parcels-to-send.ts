// The parcels that wait in a warehouse until somebody hands them over, with what goes into each.

import type { Order } from './order';
import { refundsOf, unrefundedUnits } from './refunds';

export interface ParcelToSend {
  shipmentId: string;
  warehouse: string;
  lines: { sku: string; name: string; quantity: number }[];
}

/**
 * Units that were refunded stay on the shelf. None of an order that waits for nothing from the shop, and none while a refund is
 * under way, since it may withdraw the parcel.
 */
export function parcelsToSend(order: Order): ParcelToSend[] {
  if (order.state !== 'captured' || refundsOf(order).some(({ ended }) => !ended)) return [];
  const left = unrefundedUnits(order);
  return order.shipments
    .filter(({ state }) => state === 'created')
    .map(({ shipmentId, warehouse }) => ({
      shipmentId,
      warehouse,
      lines: order.lines
        .filter((line) => line.warehouse === warehouse)
        .map(({ sku, name }) => ({ sku, name, quantity: left.get(sku) ?? 0 }))
        .filter(({ quantity }) => quantity > 0),
    }))
    .filter(({ lines }) => lines.length > 0);
}
