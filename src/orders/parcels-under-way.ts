// The parcels that a carrier has and that have not arrived. Each counts from its own dispatch: another parcel of the order that
// arrives, or anything else that changes the order, makes a lost one no younger.

import type { Order, Shipment } from './order';
import { recordedStep, waitsFor } from './order-states';
import { parcelsOf } from './parcels';
import { unrefundedUnits } from './refunds';
import { stepOfAllParcels } from './shipment-states';

export interface ParcelUnderWay {
  shipmentId: string;
  warehouse: string;
  /** ISO 8601, UTC. */
  dispatchedAt: string;
}

/** The longest under way first. None of an order that has come to its end, and no parcel in which everything is refunded. */
export function parcelsUnderWay(order: Order): ParcelUnderWay[] {
  const isOpen = waitsFor(order.state) === 'shop' || waitsFor(order.state) === 'carrier';
  if (!isOpen) return [];
  const left = unrefundedUnits(order);
  const wanted = parcelsOf(order.lines).filter(({ lines }) => lines.some(({ sku }) => (left.get(sku) ?? 0) > 0));
  const warehouses = new Set(wanted.map(({ warehouse }) => warehouse));
  return order.shipments
    .filter(({ state, warehouse }) => state === 'dispatched' && warehouses.has(warehouse))
    .map(({ shipmentId, warehouse, dispatchedAt }) => ({
      shipmentId,
      warehouse,
      dispatchedAt: dispatchedAt ?? unrecordedDispatch(order),
    }))
    .sort((a, b) => Date.parse(a.dispatchedAt) - Date.parse(b.dispatchedAt));
}

/** Whether a parcel should have arrived by now. `time` in ms since the epoch. */
export function isOverdue({ dispatchedAt }: Pick<ParcelUnderWay, 'dispatchedAt'>, time: number, afterMs: number) {
  return time - Date.parse(dispatchedAt) >= afterMs;
}

/** Earlier versions recorded only when the last parcel of an order was dispatched. */
function unrecordedDispatch({ timeline, updatedAt }: Order): string {
  const { step } = recordedStep(stepOfAllParcels.dispatched);
  return timeline.find((entry) => entry.step === step)?.at ?? updatedAt;
}

/** A parcel as the owner sees it. */
export type OwnerShipment = Shipment & { overdue: boolean };

/** All parcels of an order, each with whether it is overdue. `time` in ms since the epoch. */
export function ownerShipments(order: Order, time: number, afterMs: number): OwnerShipment[] {
  const late = parcelsUnderWay(order).filter((parcel) => isOverdue(parcel, time, afterMs));
  const warehouses = new Set(late.map(({ warehouse }) => warehouse));
  return order.shipments.map((shipment) => ({ ...shipment, overdue: warehouses.has(shipment.warehouse) }));
}
