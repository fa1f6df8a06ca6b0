// The way of every parcel of the sandbox carrier, dispatched and then delivered: when a stop is due, and the message that waits
// in queue `carrier-reports` until then. A parcel usually has one message under way, which is about its next stop.

import { z } from 'zod';
import { reportedStates } from '../../orders/shipment-states';
import { makeQueueSender } from '../storage/queue-sender';
import type { Storage } from '../storage/storage';
import type { ShipmentEntry } from './table-shipment-ledger';

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
  /** Both are counted from when the shipment was created. */
  dispatchAfterMs: number;
  deliverAfterMs: number;
  now: () => Date;
}

export interface SandboxTracking {
  isDue(entry: ShipmentEntry, stop: TrackingStep): boolean;
  /** Sends the message of a stop, which is seen when the stop is due, to the next second. */
  announce(entry: ShipmentEntry, stop: TrackingStep): Promise<void>;
}

/** A message cannot be kept out of sight for longer: to each stop a parcel takes a week at most. */
const longestDelayMs = 7 * 24 * 3_600_000;

export function makeSandboxTracking(deps: SandboxTrackingDeps): SandboxTracking {
  const { storage, now } = deps;
  const { send } = makeQueueSender(storage, carrierQueueName);
  const afterMs = { dispatched: deps.dispatchAfterMs, delivered: deps.deliverAfterMs };
  const remainingMs = ({ createdAt }: ShipmentEntry, stop: TrackingStep) =>
    Math.max(0, Date.parse(createdAt) + afterMs[stop] - now().getTime());

  return {
    isDue: (entry, stop) => remainingMs(entry, stop) === 0,

    async announce(entry, stop) {
      const { orderId, reference, shipmentId } = entry;
      const message: CarrierMessage = { orderId, reference, shipmentId, event: stop };
      const delayMs = Math.min(remainingMs(entry, stop), longestDelayMs);
      await send(JSON.stringify(message), Math.ceil(delayMs / 1_000));
    },
  };
}
