// The sandbox carrier's own courier: takes a report out of the queue when its time has come and posts it to the shop.

import type { InvocationContext } from '@azure/functions';
import { z } from 'zod';
import { reportHeaders, type ShippingReport, signReport } from '../orders/shipping-report';
import type { QueueMessages } from '../shared/contracts';
import { accepted, refused } from '../shared/result';
import { schemaFaults } from '../shared/schema-faults';
import { makeQueueSender } from './queue-sender';
import type { Storage } from './storage';
import type { ShipmentLedger } from './table-shipment-ledger';

const messageSchema = z.object({
  orderId: z.string(),
  reference: z.string(),
  shipmentId: z.string(),
  event: z.enum(['dispatched', 'delivered']),
});
export type CarrierMessage = z.infer<typeof messageSchema>;

export interface SandboxCarrierReportsDeps {
  ledger: ShipmentLedger;
  webhookUrl: string;
  webhookSecret: string;
  now: () => Date;
  fetch: typeof fetch;
}

export const carrierQueueName = 'carrier-reports';

/** Longer than any answer takes; a report that is not answered is posted again. */
const postTimeoutMs = 30_000;

export type CarrierReportHandler = (
  message: unknown,
  context: Pick<InvocationContext, 'triggerMetadata'>,
) => Promise<void>;

/**
 * Handles one message of the queue. @throws when the shop does not take the report, so that it is delivered again, and
 * on purpose on what is no report, which ends in the poison queue.
 */
export function makeSandboxCarrierReports(deps: SandboxCarrierReportsDeps): CarrierReportHandler {
  const { ledger, webhookUrl, webhookSecret, now } = deps;

  async function post(report: ShippingReport): Promise<void> {
    const body = JSON.stringify(report);
    const timestamp = String(Math.floor(now().getTime() / 1000));
    const headers = {
      'content-type': 'application/json',
      [reportHeaders.timestamp]: timestamp,
      [reportHeaders.signature]: signReport(body, timestamp, webhookSecret),
    };
    const signal = AbortSignal.timeout(postTimeoutMs);
    const answer = await deps.fetch(webhookUrl, { method: 'POST', headers, body, signal });
    if (!answer.ok) throw new Error(`The shop answers ${answer.status} to ${report.event} of ${report.reference}.`);
  }

  return async (message, { triggerMetadata }) => {
    const { orderId, reference, shipmentId, event } = carrierMessage(message, triggerMetadata?.id);
    const { state } = await ledger.change(orderId, reference, (known) =>
      known.state === 'created' || known.state === 'dispatched' ? { state: event } : undefined,
    );
    // A parcel that was called off is not heard of again.
    if (state === 'cancelled') return;
    await post({ reference, shipmentId, event, at: now().toISOString() });
  };
}

/** Poisoned messages of queue `carrier-reports`; the shop takes a report twice without harm. */
export function makeCarrierMessages(storage: Storage): QueueMessages {
  const { send } = makeQueueSender(storage, carrierQueueName);
  return {
    describe(text) {
      try {
        const parsed = messageSchema.safeParse(JSON.parse(text));
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
  const parsed = messageSchema.safeParse(message);
  if (parsed.success) return parsed.data;
  throw new Error(`Message ${id} is no report of the carrier: ${schemaFaults(parsed.error)}`);
}
