// Reports about parcels, by a carrier's webhook or by the owner: each is raised as an event for the parcel's orchestration, which
// ignores repetitions. A report of the owner is written into the carrier's books and the order's record first.

import type { HttpRequest, InvocationContext } from '@azure/functions';
import { AppError } from '../../shared/http/errors';
import {
  type HttpHandler,
  parse,
  parseJson,
  readJson,
  readText,
  requiredIdempotencyKey,
  route,
} from '../../shared/http/http';
import type { Order } from '../order';
import { type BookedParcel, bookedReport, type OwnerReport, trackingOf } from '../owner-reports';
import type { OrderStore } from '../ports/order-store';
import type { ShipmentBooks } from '../ports/shipment-books';
import type { OrderRuns } from '../saga/runs';
import { hasReached, reportedStates } from '../shipment-states';
import { recordTracking } from '../timeline';
import { anyOrder } from './any-order';
import { dispatchSchema, type ShipmentReportJson } from './shipment-schemas';
import {
  eventOfReport,
  reportHeaders,
  type ShippingReport,
  shippingReportSchema,
  verifyReport,
} from './shipping-report';

export interface ShippingHandlerDeps {
  orders: OrderStore;
  books: ShipmentBooks;
  runs: (context: InvocationContext) => Pick<OrderRuns, 'customerOf' | 'raiseShipmentEvent'>;
  webhookSecret: string;
  now: () => Date;
}

export interface ShippingHandlers {
  /** For a carrier. */
  shippingWebhook: HttpHandler;
  /** For the owner of the shop. */
  dispatchShipment: HttpHandler;
  deliverShipment: HttpHandler;
}

export function makeShippingHandlers(deps: ShippingHandlerDeps): ShippingHandlers {
  const { runs, webhookSecret, now } = deps;
  return {
    shippingWebhook: route(async (request, context) => {
      const { reference, shipmentId, event, at: reported } = await shippingReport(request, webhookSecret, now());
      const at = utcUntil(reported, now());
      const known = await runs(context).raiseShipmentEvent(reference, eventOfReport[event], { at, shipmentId });
      if (!known) context.warn(`The carrier reports ${event} of ${reference}, which is not (or no longer) known.`);
      return { status: 202 };
    }),

    dispatchShipment: ownerRoute(deps, async (request) => {
      const { carrier, trackingUrl, ...tracking } = await readJson(request, dispatchSchema);
      return {
        event: 'dispatched',
        tracking: { ...tracking, ...(carrier && { carrier }), ...(trackingUrl && { trackingUrl }) },
      };
    }),

    deliverShipment: ownerRoute(deps, async () => ({ event: 'delivered' })),
  };
}

type ReportOf<Event> = Event extends OwnerReport ? Omit<Event, 'key' | 'at'> : never;

/** A route for a report of the owner. The same key again gets the same answer, and tells the order again what it may have missed. */
function ownerRoute(
  { orders, books, runs, now }: ShippingHandlerDeps,
  readReport: (request: HttpRequest) => Promise<ReportOf<OwnerReport>>,
): HttpHandler {
  return route(async (request, context) => {
    const key = requiredIdempotencyKey(request);
    const order = await anyOrder(request, orders, runs(context));
    const report: OwnerReport = { key, at: now().toISOString(), ...(await readReport(request)) };
    const { orderId } = order;
    const { shipmentId = '' } = request.params;
    const parcel = await books.report(orderId, shipmentId, report);
    if (!parcel) throw new AppError('SHIPMENT.NOT_FOUND', `Order ${orderId} has no parcel ${shipmentId}.`);
    await passOnReports(order, parcel, { orders, runs: runs(context) });
    const booked = bookedReport(parcel, report);
    const { event: state, at } = booked;
    const headers = { location: `/api/admin/orders/${orderId}` };
    const jsonBody: ShipmentReportJson = { orderId, shipmentId, state, at, ...trackingOf(booked) };
    return { status: 202, headers, jsonBody };
  });
}

/** Passes on what the books have and the order's record has not: a request may have ended in between. */
async function passOnReports(
  { customerId, orderId, shipments }: Order,
  { reference, shipmentId, reports = {} }: BookedParcel,
  { orders, runs }: { orders: OrderStore; runs: Pick<OrderRuns, 'raiseShipmentEvent'> },
): Promise<void> {
  const recorded = shipments.find((one) => one.shipmentId === shipmentId)?.state ?? 'created';
  for (const state of reportedStates) {
    const report = reports[state];
    if (!report || hasReached(recorded, state)) continue;
    const tracking = trackingOf(report);
    if (tracking) {
      const parcel = { reference, shipmentId };
      await orders.update(customerId, orderId, (known) => recordTracking(known, parcel, tracking, report.at));
    }
    await runs.raiseShipmentEvent(reference, eventOfReport[state], { at: report.at, shipmentId });
  }
}

/** A carrier's time in UTC; a clock that is ahead says now. One that is behind is dealt with where the timeline is written. */
function utcUntil(reported: string, now: Date): string {
  return new Date(Math.min(Date.parse(reported), now.getTime())).toISOString();
}

/** The body is not parsed before its signature is verified. */
async function shippingReport(request: HttpRequest, secret: string, now: Date): Promise<ShippingReport> {
  const body = await readText(request);
  const { headers } = request;
  const [timestamp, signature] = [headers.get(reportHeaders.timestamp), headers.get(reportHeaders.signature)];
  verifyReport({ timestamp, signature, body }, secret, now);
  return parse(parseJson(body), shippingReportSchema);
}
