// A carrier's report about a parcel, signed with HMAC-SHA256 over the time and the body.

import { z } from 'zod';
import { AppError } from '../../shared/http/errors';
import { isSigned, sign } from '../../shared/signature';
import { parcelReferencePattern } from '../parcels';
import type { ShipmentEvents } from '../saga/runs';
import { reportedStates } from '../shipment-states';

export const shippingReportSchema = z
  .object({
    reference: z.string().regex(parcelReferencePattern, 'must be the reference of a parcel'),
    shipmentId: z.string().min(1).max(100),
    event: z.enum(reportedStates),
    at: z.iso.datetime({ offset: true }).describe('A clock that is ahead is corrected.'),
  })
  .meta({ id: 'ShippingReport' });
export type ShippingReport = z.infer<typeof shippingReportSchema>;

/** The external event that a report raises for the parcel's orchestration. */
export const eventOfReport = {
  dispatched: 'ShipmentDispatched',
  delivered: 'ShipmentDelivered',
} as const satisfies Record<ShippingReport['event'], keyof ShipmentEvents>;

/** The headers of a report: its time in seconds since the epoch, and the signature (base64url). */
export const reportHeaders = { timestamp: 'x-carrier-timestamp', signature: 'x-carrier-signature' } as const;

/** How old a report may be, so that a recorded one cannot be replayed later. */
const windowMs = 5 * 60_000;

export interface SignedReport {
  timestamp: string | null;
  signature: string | null;
  /** Exactly as received. */
  body: string;
}

export function signReport(body: string, timestamp: string, secret: string): string {
  return sign(`${timestamp}.${body}`, secret);
}

/** @throws AppError `WEBHOOK.UNSIGNED` unless the report was signed with the secret within five minutes of `now`. */
export function verifyReport({ timestamp, signature, body }: SignedReport, secret: string, now: Date): void {
  if (timestamp === null || signature === null || !/^\d{1,12}$/.test(timestamp))
    throw unsigned('signature or time missing');
  if (!isSigned(`${timestamp}.${body}`, signature, [secret])) throw unsigned('wrong signature');
  if (Math.abs(now.getTime() - Number(timestamp) * 1000) > windowMs) throw unsigned('more than five minutes old');
}

function unsigned(why: string): AppError {
  return new AppError('WEBHOOK.UNSIGNED', `The report is not accepted: ${why}.`);
}
