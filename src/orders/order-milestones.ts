// What the owner's figures count of an order: when its last parcel was sent, and why it was refused.

import type { Order } from './order';
import { recordedStep } from './order-states';
import { stepOfAllParcels } from './shipment-states';

/** Absent as long as a parcel waits. ISO 8601, UTC. */
export function shippedAtOf({ timeline }: Order): string | undefined {
  const { step } = recordedStep(stepOfAllParcels.dispatched);
  return timeline.find((entry) => entry.step === step)?.at;
}

/** The code of the refusal; absent when the order is not refused. */
export function refusalOf({ state, timeline }: Order): string | undefined {
  if (state !== 'refused') return undefined;
  return timeline.findLast((entry) => entry.state === state && entry.reason !== undefined)?.reason;
}
