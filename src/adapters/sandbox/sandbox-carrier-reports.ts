// The sandbox carrier's own courier: moves a parcel on when the time of its message has come, posts that to the shop, and sends
// the message of the stop after it, unless that is due as well.

import type { InvocationContext } from '@azure/functions';
import { reportHeaders, type ShippingReport, signReport } from '../../orders/http/shipping-report';
import type { QueueMessages } from '../../shared/contracts';
import { schemaFaults } from '../../shared/http/schema-faults';
import { accepted, refused } from '../../shared/result';
import { makeQueueSender } from '../storage/queue-sender';
import type { Storage } from '../storage/storage';
import {
  type CarrierMessage,
  carrierMessageSchema,
  carrierQueueName,
  type SandboxTracking,
  type TrackingStep,
} from './sandbox-tracking';
import type { ShipmentEntry, ShipmentLedger } from './table-shipment-ledger';

export interface SandboxCarrierReportsDeps {
  ledger: ShipmentLedger;
  tracking: SandboxTracking;
  webhookUrl: string;
  webhookSecret: string;
  now: () => Date;
  fetch: typeof fetch;
}

/** Longer than any answer takes; a report that is not answered is posted again. */
const postTimeoutMs = 30_000;

export type CarrierReportHandler = (
  message: unknown,
  context: Pick<InvocationContext, 'triggerMetadata'>,
) => Promise<void>;

/**
 * Handles one message of the queue. It may come twice, late or again after a death at any point: what the books already hold is
 * posted once more, since nobody knows whether it was. So a parcel may have two messages under way, and the shop hear
 * twice of a stop. @throws when the shop does not take the report, so that it is delivered again, and on purpose on what
 * is no report, which ends in the poison queue.
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
    const answer = await deps.fetch(webhookUrl, { method: 'POST', headers, body, signal });
    if (!answer.ok) throw new Error(`The shop answers ${answer.status} to ${event} of ${reference}.`);
  }

  /** One write, to the last stop that is due. It comes before the post: a parcel that the shop has heard of cannot be called off. */
  function moveOn({ orderId, reference, event }: CarrierMessage): Promise<ShipmentEntry> {
    return ledger.change(orderId, reference, (known) => {
      const isUnderWay = known.state === 'created' || known.state === 'dispatched';
      const state = tracking.isDue(known, 'delivered') ? 'delivered' : event;
      return isUnderWay && known.state !== state ? { state } : undefined;
    });
  }

  return async (message, { triggerMetadata }) => {
    const told = carrierMessage(message, triggerMetadata?.id);
    const entry = await moveOn(told);
    // A parcel that was called off is not heard of again.
    if (entry.state !== 'dispatched' && entry.state !== 'delivered') return;
    if (told.event === 'dispatched') await post(entry, 'dispatched');
    if (entry.state === 'delivered') await post(entry, 'delivered');
    else await tracking.announce(entry, 'delivered');
  };
}

/** Poisoned messages of queue `carrier-reports`; the shop takes a report twice without harm. */
export function makeCarrierMessages(storage: Storage): QueueMessages {
  const { send } = makeQueueSender(storage, carrierQueueName);
  return {
    describe(text) {
      try {
        const parsed = carrierMessageSchema.safeParse(JSON.parse(text));
        return parsed.success ? accepted(parsed.data) : refused('NO_REPORT', schemaFaults(parsed.error));
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
  throw new Error(`Message ${id} is no report of the carrier: ${schemaFaults(parsed.error)}`);
}
