// The states of a parcel: it only ever moves on. Reports of the carrier may be repeated, come late, or skip one.

import type { OrderStep } from './order-states';

export const shipmentStates = ['created', 'dispatched', 'delivered'] as const;
export type ShipmentState = (typeof shipmentStates)[number];

/** What a carrier reports about a parcel. */
export const reportedStates = ['dispatched', 'delivered'] as const satisfies readonly ShipmentState[];
export type ReportedState = (typeof reportedStates)[number];

/** The step that an order takes when all its parcels have come so far. */
export const stepOfAllParcels = {
  dispatched: 'dispatchShipments',
  delivered: 'deliverShipments',
} as const satisfies Record<ReportedState, OrderStep>;

/** Whether a parcel in one state has come as far as another, or farther. */
export function hasReached(state: ShipmentState, wanted: ShipmentState): boolean {
  return shipmentStates.indexOf(state) >= shipmentStates.indexOf(wanted);
}

/** The states that a parcel passes on its way to what was reported; none when the report is no news. */
export function statesUpTo(reported: ReportedState, now: ShipmentState): ReportedState[] {
  return reportedStates.filter((state) => !hasReached(now, state) && hasReached(reported, state));
}
