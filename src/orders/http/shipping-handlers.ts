// The carrier's webhook: each report is raised as an event for the parcel's orchestration, which ignores repetitions.

import type { HttpRequest, InvocationContext } from '@azure/functions';
import { type HttpHandler, parse, parseJson, readText, route } from '../../shared/http/http';
import type { OrderRuns } from '../saga/runs';
import {
  eventOfReport,
  reportHeaders,
  type ShippingReport,
  shippingReportSchema,
  verifyReport,
} from './shipping-report';

export interface ShippingHandlerDeps {
  runs: (context: InvocationContext) => Pick<OrderRuns, 'raiseShipmentEvent'>;
  webhookSecret: string;
  now: () => Date;
}

export function makeShippingHandlers({ runs, webhookSecret, now }: ShippingHandlerDeps): {
  shippingWebhook: HttpHandler;
} {
  return {
    shippingWebhook: route(async (request, context) => {
      const { reference, shipmentId, event, at: reported } = await shippingReport(request, webhookSecret, now());
      const at = utcUntil(reported, now());
      const known = await runs(context).raiseShipmentEvent(reference, eventOfReport[event], { at, shipmentId });
      if (!known) context.warn(`The carrier reports ${event} of ${reference}, which is not (or no longer) known.`);
      return { status: 202 };
    }),
  };
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
