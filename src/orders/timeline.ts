// How an order changes. Every change may be recorded again by a repeated activity, so the second time it changes nothing.

import { isEnd, type Order, type OrderState, type Shipment, shipmentStates, type TimelineEntry } from './order';
import { parcelsOf } from './parcels';

/** Appends a step and takes over its state. A step recorded before, or one after the order's end, leaves the order as it is. */
export function recordStep(order: Order, entry: TimelineEntry): Order {
  if (isEnd(order.state) || hasStep(order, entry.step)) return order;
  return changed({ ...order, state: entry.state, timeline: [...order.timeline, entry] }, entry.at);
}

/** Appends steps in their order, each with the time at which it was taken. */
export function recordSteps(order: Order, entries: TimelineEntry[]): Order {
  return entries.reduce(recordStep, order);
}

/** Appends a step that leaves the state as it is, even at the order's end: a mail that could not be sent, for example. */
export function recordRemark(order: Order, remark: Omit<TimelineEntry, 'state'>): Order {
  if (hasStep(order, remark.step)) return order;
  return changed({ ...order, timeline: [...order.timeline, { ...remark, state: order.state }] }, remark.at);
}

/**
 * Takes over how far a parcel has come; a report that is not news changes nothing. An order is `shipped` when all its
 * parcels are on their way and `delivered` when all have arrived.
 */
export function recordShipment(order: Order, shipment: Shipment, at: string): Order {
  const known = order.shipments.find(({ warehouse }) => warehouse === shipment.warehouse);
  if (known && progress(known) >= progress(shipment)) return order;
  const shipments = known
    ? order.shipments.map((one) => (one === known ? shipment : one))
    : [...order.shipments, shipment];
  return shippedAsFarAs(changed({ ...order, shipments }, at), at);
}

/** Takes a parcel out again that will not be sent. */
export function recordShipmentCancelled(order: Order, warehouse: string, at: string): Order {
  const kept = order.shipments.filter((shipment) => shipment.warehouse !== warehouse);
  return kept.length === order.shipments.length ? order : changed({ ...order, shipments: kept }, at);
}

function shippedAsFarAs(order: Order, at: string): Order {
  if (order.state !== 'captured' && order.state !== 'shipped') return order;
  const parcels = parcelsOf(order.lines).length;
  const allAre = (state: Shipment['state']) =>
    order.shipments.filter((shipment) => progress(shipment) >= shipmentStates.indexOf(state)).length >= parcels;
  const shipped = allAre('dispatched') ? recordStep(order, entry('shipped', 'dispatchShipments', at)) : order;
  return allAre('delivered') ? recordStep(shipped, entry('delivered', 'deliverShipments', at)) : shipped;
}

function entry(state: OrderState, step: string, at: string): TimelineEntry {
  return { at, state, step };
}

function progress({ state }: Shipment): number {
  return shipmentStates.indexOf(state);
}

/** The end of a refund, which comes after the end or near-end of the order itself. */
export function recordRefund(order: Order, entry: TimelineEntry): Order {
  if (hasStep(order, entry.step)) return order;
  return changed({ ...order, state: entry.state, timeline: [...order.timeline, entry] }, entry.at);
}

function hasStep(order: Order, step: string): boolean {
  return order.timeline.some((known) => known.step === step);
}

/** What is recorded late does not turn the time back. */
export function changed(order: Order, at: string): Order {
  return { ...order, updatedAt: at > order.updatedAt ? at : order.updatedAt, version: order.version + 1 };
}
