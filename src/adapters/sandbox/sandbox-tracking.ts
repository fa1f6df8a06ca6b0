// When a parcel of the sandbox carrier is dispatched and delivered. The message about its next state waits in queue
// `carrier-reports` until the state is due; a parcel usually has one message in the queue.

import { z } from 'zod';
import { reportedStates } from '../../orders/shipment-states';
import { makeQueueSender } from '../storage/queue-sender';
import type { Storage } from '../storage/storage';
import type { ShipmentEntry } from '../storage/table-shipment-ledger';

export const carrierQueueName = 'carrier-reports';

export const carrierMessageSchema = z.object({
  orderId: z.string(),
  reference: z.string(),
  shipmentId: z.string(),
  event: z.enum(reportedStates),
});
export type CarrierMessage = z.infer<typeof carrierMessageSchema>;
export type TrackingStep = CarrierMessage['event'];

export interface SandboxTrackingDeps {
  storage: Storage;
  /** Both are measured from the creation of the shipment. */
  dispatchAfterMs: number;
  deliverAfterMs: number;
  now: () => Date;
}

export interface SandboxTracking {
  isDue(entry: ShipmentEntry, next: TrackingStep): boolean;
  /** Sends the message about a state; it becomes visible when the state is due, to the second. */
  announce(entry: ShipmentEntry, next: TrackingStep): Promise<void>;
}

/** The longest visibility delay of a message: each state is reached within a week. */
const longestDelayMs = 7 * 24 * 3_600_000;

export function makeSandboxTracking(deps: SandboxTrackingDeps): SandboxTracking {
  const { storage, now } = deps;
  const { send } = makeQueueSender(storage, carrierQueueName);
  const afterMs = { dispatched: deps.dispatchAfterMs, delivered: deps.deliverAfterMs };
  const remainingMs = ({ createdAt }: ShipmentEntry, next: TrackingStep) =>
    Math.max(0, Date.parse(createdAt) + afterMs[next] - now().getTime());

  return {
    isDue: (entry, next) => remainingMs(entry, next) === 0,

    async announce(entry, next) {
      const { orderId, reference, shipmentId } = entry;
      const message: CarrierMessage = { orderId, reference, shipmentId, event: next };
      const delayMs = Math.min(remainingMs(entry, next), longestDelayMs);
      await send(JSON.stringify(message), Math.ceil(delayMs / 1_000));
    },
  };
}
