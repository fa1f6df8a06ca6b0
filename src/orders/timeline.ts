// Every way in which the record of an order changes. Activities may run twice, so recording the same change again does nothing.

import { isDeepStrictEqual } from 'node:util';
import type { Order, PaymentAction, PaymentMovement, Shipment, TimelineEntry } from './order';
import { isEnd, mayTake, numbered, recordedStep, stateAfter } from './order-states';
import type { Tracking } from './owner-reports';
import { parcelReference, parcelsOf } from './parcels';
import { hasReached, type ReportedState, reportedStates, stepOfAllParcels } from './shipment-states';

/**
 * Appends a step and takes over its state: the one way in which the state of an order changes. A step that is recorded
 * already leaves the order as it is, and so does one that comes after the order's end.
 * @throws when the step does not follow from the order's state.
 */
export function recordStep(order: Order, entry: TimelineEntry): Order {
  if (hasStep(order, entry.step)) return order;
  if (!mayTake(order.state, entry)) {
    if (isEnd(order.state)) return order;
    throw new Error(`Order ${order.orderId} is ${order.state}: ${entry.step} cannot make it ${entry.state}.`);
  }
  const { paymentAction: _over, ...rest } = order;
  return appended({ ...(mayStillPay(entry) ? order : rest), state: entry.state }, entry);
}

/** What the customer has to do for the payment is kept no longer than it is needed. */
function mayStillPay({ state }: TimelineEntry): boolean {
  return state === stateAfter.requestPaymentAction;
}

/** Records that the customer has to act for the payment, and what: a part of the change that records the step. */
export function withPaymentAction(order: Order, action: PaymentAction): Order {
  return order.state === stateAfter.requestPaymentAction ? { ...order, paymentAction: action } : order;
}

/** Appends steps in their order, each with the time at which it was taken. */
export function recordSteps(order: Order, entries: TimelineEntry[]): Order {
  return entries.reduce(recordStep, order);
}

/** Adds what was authorized or captured, as a part of the change that records the step; each operation happens once. */
export function withPayment(order: Order, movement: PaymentMovement): Order {
  const { payments = [] } = order;
  const isKnown = payments.some(({ operation }) => operation === movement.operation);
  return isKnown ? order : { ...order, payments: [...payments, movement] };
}

/** Appends an entry that leaves the state as it is, even at the order's end: a mail that could not be sent, for example. */
export function recordRemark(order: Order, remark: Omit<TimelineEntry, 'state'>): Order {
  if (hasStep(order, remark.step)) return order;
  return appended(order, { ...remark, state: order.state });
}

/**
 * Records the state of a parcel; a report that is not news changes nothing. When all parcels have reached the state, the order
 * takes the step that follows, unless it was refunded or undone before.
 */
export function recordShipment(order: Order, shipment: Shipment, at: string): Order {
  if (order.withdrawn?.includes(shipment.warehouse)) return order;
  const known = order.shipments.find(({ warehouse }) => warehouse === shipment.warehouse);
  if (known && hasReached(known.state, shipment.state)) return order;
  const reached = { ...known, ...shipment, ...reachedAt(shipment, notBefore(order, at)) };
  const shipments = known
    ? order.shipments.map((one) => (one === known ? reached : one))
    : [...order.shipments, reached];
  return recordAllParcels(changed({ ...order, shipments }, at), at);
}

/** Notes how a parcel can be followed, before the report that it was dispatched. A parcel that was withdrawn stays out. */
export function recordTracking(
  order: Order,
  { reference, shipmentId }: { reference: string; shipmentId: string },
  tracking: Tracking,
  at: string,
): Order {
  const { orderId, lines, shipments, withdrawn = [] } = order;
  const parcel = parcelsOf(lines).find(({ warehouse }) => parcelReference(orderId, warehouse) === reference);
  if (!parcel || withdrawn.includes(parcel.warehouse)) return order;
  const known = shipments.find(({ warehouse }) => warehouse === parcel.warehouse);
  const tracked = { shipmentId, warehouse: parcel.warehouse, state: 'created' as const, ...known, ...tracking };
  if (isDeepStrictEqual(known, tracked)) return order;
  const kept = known ? shipments.map((one) => (one === known ? tracked : one)) : [...shipments, tracked];
  return changed({ ...order, shipments: kept }, at);
}

/**
 * Removes a parcel that was withdrawn because it is refunded. Whatever its orchestration still records is ignored, and the
 * order's state no longer depends on it.
 */
export function recordWithdrawal(order: Order, warehouse: string, refund: number, at: string): Order {
  const { withdrawn = [] } = order;
  if (withdrawn.includes(warehouse)) return order;
  const shipments = order.shipments.filter((shipment) => shipment.warehouse !== warehouse);
  const remarked = recordRemark(order, { step: numbered('withdrawShipments', refund), at, by: 'owner' });
  return recordAllParcels(changed({ ...remarked, shipments, withdrawn: [...withdrawn, warehouse] }, at), at);
}

/** Removes a parcel that will not be sent. */
export function recordShipmentCancelled(order: Order, warehouse: string, at: string): Order {
  const kept = order.shipments.filter((shipment) => shipment.warehouse !== warehouse);
  return kept.length === order.shipments.length ? order : changed({ ...order, shipments: kept }, at);
}

function recordAllParcels(order: Order, at: string): Order {
  return reportedStates.reduce((soFar, reported) => {
    const step = recordedStep(stepOfAllParcels[reported]);
    const isDue = haveAllReached(order, reported) && mayTake(soFar.state, step);
    return isDue ? recordStep(soFar, { at, ...step }) : soFar;
  }, order);
}

/** Whether all parcels that are to be sent have reached a state; false when none is. */
export function haveAllReached({ lines, shipments, withdrawn = [] }: Order, reported: ReportedState): boolean {
  const parcels = parcelsOf(lines).filter(({ warehouse }) => !withdrawn.includes(warehouse)).length;
  return parcels > 0 && shipments.filter(({ state }) => hasReached(state, reported)).length >= parcels;
}

/** A timeline is chronological: what is recorded late, or with a carrier's wrong clock, has the time of the entry before it. */
function appended(order: Order, entry: TimelineEntry): Order {
  const at = notBefore(order, entry.at);
  return changed({ ...order, timeline: [...order.timeline, timelineEntryOf({ ...entry, at })] }, at);
}

/** The members of an entry, and nothing else that came with them: earlier versions stored the ids of the order as well. */
export function timelineEntryOf({ at, state, step, reason, detail, by }: TimelineEntry): TimelineEntry {
  return {
    at,
    state,
    step,
    ...(reason !== undefined && { reason }),
    ...(detail !== undefined && { detail }),
    ...(by !== undefined && { by }),
  };
}

function notBefore({ timeline }: Order, at: string): string {
  const { at: latest = at } = timeline.at(-1) ?? {};
  return Date.parse(at) < Date.parse(latest) ? latest : at;
}

function reachedAt({ state }: Shipment, at: string): Partial<Shipment> {
  if (state === 'dispatched') return { dispatchedAt: at };
  return state === 'delivered' ? { deliveredAt: at } : {};
}

function hasStep(order: Order, step: string): boolean {
  return order.timeline.some((known) => known.step === step);
}

/** The order with a new version. `updatedAt` never goes back, even when a change is recorded late. */
export function changed(order: Order, at: string): Order {
  return { ...order, updatedAt: at > order.updatedAt ? at : order.updatedAt, version: order.version + 1 };
}
