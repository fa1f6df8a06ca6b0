// Handles the sandbox carrier's queue: moves a parcel to its next state when that is due, posts the report to the webhook, and
// sends the message of the state after it, unless that is due as well.

import type { InvocationContext } from '@azure/functions';
import { reportHeaders, type ShippingReport, signReport } from '../../orders/http/shipping-report';
import type { QueueMessages } from '../../shared/contracts';
import { schemaFaultText } from '../../shared/http/schema-faults';
import { accepted, refused } from '../../shared/result';
import { makeQueueSender } from '../storage/queue-sender';
import type { Storage } from '../storage/storage';
import type { ShipmentEntry, ShipmentLedger } from '../storage/table-shipment-ledger';
import {
  type CarrierMessage,
  carrierMessageSchema,
  carrierQueueName,
  type SandboxTracking,
  type TrackingStep,
} from './sandbox-tracking';

export interface SandboxCarrierReportsDeps {
  ledger: ShipmentLedger;
  tracking: SandboxTracking;
  webhookUrl: string;
  webhookSecret: string;
  now: () => Date;
  fetch: typeof fetch;
}

/** Longer than any response takes; a report without a response is posted again. */
const postTimeoutMs = 30_000;

export type CarrierReportHandler = (
  message: unknown,
  context: Pick<InvocationContext, 'triggerMetadata'>,
) => Promise<void>;

/**
 * Handles one message of the queue, which may be delivered twice, late, or again after a crash. A state that is in the books
 * already is reported again, since its report may have been lost. So a parcel may have two messages in the queue, and a state
 * may be reported twice. @throws when the webhook does not accept the report, so that it is retried, and for a message that is
 * malformed, which ends in the poison queue.
 */
export function makeSandboxCarrierReports(deps: SandboxCarrierReportsDeps): CarrierReportHandler {
  const { ledger, tracking, webhookUrl, webhookSecret, now } = deps;

  async function post({ reference, shipmentId }: ShipmentEntry, event: TrackingStep): Promise<void> {
    const report: ShippingReport = { reference, shipmentId, event, at: now().toISOString() };
    const body = JSON.stringify(report);
    const timestamp = String(Math.floor(now().getTime() / 1000));
    const headers = {
      'content-type': 'application/json',
      [reportHeaders.timestamp]: timestamp,
      [reportHeaders.signature]: signReport(body, timestamp, webhookSecret),
    };
    const signal = AbortSignal.timeout(postTimeoutMs);
    const response = await deps.fetch(webhookUrl, { method: 'POST', headers, body, signal });
    if (!response.ok) throw new Error(`The webhook responds ${response.status} to ${event} of ${reference}.`);
  }

  /** One write, to the last state that is due. It comes before the report: a parcel whose dispatch was reported cannot be cancelled. */
  function moveOn({ orderId, reference, event }: CarrierMessage): Promise<ShipmentEntry> {
    return ledger.change(orderId, reference, (known) => {
      const isUnderWay = known.state === 'created' || known.state === 'dispatched';
      const state = tracking.isDue(known, 'delivered') ? 'delivered' : event;
      return isUnderWay && known.state !== state ? { state } : undefined;
    });
  }

  return async (message, { triggerMetadata }) => {
    const due = carrierMessage(message, triggerMetadata?.id);
    const entry = await moveOn(due);
    // A cancelled parcel is not reported.
    if (entry.state !== 'dispatched' && entry.state !== 'delivered') return;
    if (due.event === 'dispatched') await post(entry, 'dispatched');
    if (entry.state === 'delivered') await post(entry, 'delivered');
    else await tracking.announce(entry, 'delivered');
  };
}

/** Poison messages of queue `carrier-reports`. They can be replayed: a repeated report has no effect. */
export function makeCarrierMessages(storage: Storage): QueueMessages {
  const { send } = makeQueueSender(storage, carrierQueueName);
  return {
    describe(text) {
      try {
        const parsed = carrierMessageSchema.safeParse(JSON.parse(text));
        return parsed.success ? accepted(parsed.data) : refused('NO_REPORT', schemaFaultText(parsed.error));
      } catch (error) {
        return refused('NO_JSON', error instanceof Error ? error.message : String(error));
      }
    },

    async replay(text) {
      await send(text);
      return 'sent';
    },
  };
}

function carrierMessage(message: unknown, id: unknown): CarrierMessage {
  const parsed = carrierMessageSchema.safeParse(message);
  if (parsed.success) return parsed.data;
  throw new Error(`Message ${id} is no report of the carrier: ${schemaFaultText(parsed.error)}`);
}
