// What the owner reports about a parcel when no carrier reports it: handed over with a tracking number, arrived. The carrier's
// books decide what may be reported, because a parcel may be cancelled at the same moment.

import { isDeepStrictEqual } from 'node:util';
import { AppError, type ErrorCode } from '../shared/http/errors';
import { type BookedState, mayReport, type ReportedState } from './shipment-states';

/** How the customer can follow a parcel. */
export interface Tracking {
  trackingNumber: string;
  /** The name of the carrier. */
  carrier?: string;
  /** A page of the carrier about this parcel. */
  trackingUrl?: string;
}

/** `key`: the Idempotency-Key of the request; `at`: ISO 8601, UTC. */
export type OwnerReport = { key: string; at: string } & (
  | { event: 'dispatched'; tracking: Tracking }
  | { event: 'delivered' }
);

/** A parcel as the carrier's books have it. */
export interface BookedParcel {
  reference: string;
  shipmentId: string;
  state: BookedState;
  /** What the owner has reported; absent for what a carrier has reported. */
  reports?: Partial<Record<ReportedState, OwnerReport>>;
}

/** The parcel after a report; undefined when the report changes nothing, because it is repeated or out of order. */
export function reported(parcel: BookedParcel, report: OwnerReport): BookedParcel | undefined {
  if (!mayReport(parcel.state, report.event)) return undefined;
  return { ...parcel, state: report.event, reports: { ...parcel.reports, [report.event]: report } };
}

/**
 * The report that the books hold for a request: this one, or the same one from before.
 * @throws AppError `SHIPMENT.NOT_DISPATCHABLE` or `SHIPMENT.NOT_DELIVERABLE` (`state`), or `REQUEST.KEY_REUSED`.
 */
export function bookedReport({ state, reports }: BookedParcel, report: OwnerReport): OwnerReport {
  const booked = reports?.[report.event];
  if (booked?.key !== report.key) {
    throw new AppError(refusals[report.event], `The parcel is ${words[state]}.`, { state });
  }
  if (!isDeepStrictEqual(trackingOf(booked), trackingOf(report))) {
    throw new AppError('REQUEST.KEY_REUSED', 'Send a new key with each new intent.');
  }
  return booked;
}

export function trackingOf(report: OwnerReport | undefined): Tracking | undefined {
  return report?.event === 'dispatched' ? report.tracking : undefined;
}

const refusals = {
  dispatched: 'SHIPMENT.NOT_DISPATCHABLE',
  delivered: 'SHIPMENT.NOT_DELIVERABLE',
} as const satisfies Record<ReportedState, ErrorCode>;

const words: Record<BookedState, string> = {
  refused: 'refused by the carrier',
  cancelled: 'withdrawn',
  created: 'not dispatched yet',
  dispatched: 'dispatched already',
  delivered: 'delivered already',
};
