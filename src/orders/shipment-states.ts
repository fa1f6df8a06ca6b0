// The states of a parcel, in order: it never goes back. The carrier's reports may be repeated, late, or skip a state.

import type { OrderStep } from './order-states';

export const shipmentStates = ['created', 'dispatched', 'delivered'] as const;
export type ShipmentState = (typeof shipmentStates)[number];

/** The states that the carrier reports. */
export const reportedStates = ['dispatched', 'delivered'] as const satisfies readonly ShipmentState[];
export type ReportedState = (typeof reportedStates)[number];

/** The step that an order takes when all its parcels have reached a state. */
export const stepOfAllParcels = {
  dispatched: 'dispatchShipments',
  delivered: 'deliverShipments',
} as const satisfies Record<ReportedState, OrderStep>;

/** Whether a parcel in `state` is in the wanted state or past it. */
export function hasReached(state: ShipmentState, wanted: ShipmentState): boolean {
  return shipmentStates.indexOf(state) >= shipmentStates.indexOf(wanted);
}

/** The states from the current one to the reported one; none when the report is not news. */
export function statesUpTo(reported: ReportedState, now: ShipmentState): ReportedState[] {
  return reportedStates.filter((state) => !hasReached(now, state) && hasReached(reported, state));
}

/** The states of a parcel in the carrier's books: the carrier may refuse it, or have it cancelled. */
export type BookedState = ShipmentState | 'refused' | 'cancelled';

/** What may be reported about a parcel in each state of the carrier's books. */
const nextReports: Record<BookedState, readonly ReportedState[]> = {
  refused: [],
  cancelled: [],
  created: ['dispatched'],
  dispatched: ['delivered'],
  delivered: [],
};

/** Whether the owner may report this about a parcel now. */
export function mayReport(state: BookedState, report: ReportedState): boolean {
  return nextReports[state].includes(report);
}
