// Activities about parcels. The parcel's reference is the idempotency key at the carrier.

import { accepted } from '../../shared/result';
import { parcelMail } from '../mails/mails';
import type { Order } from '../order';
import type { Carrier } from '../ports/carrier';
import { parcelsRefundedBy, refundsOf } from '../refunds';
import { recordShipment, recordShipmentCancelled } from '../timeline';
import type { OrderActivityHandlers } from './order-activities';
import { type RecorderDeps, record, recordAct } from './recorder';
import type { OrderRuns } from './runs';

export interface ShipmentActivityDeps<Context> extends RecorderDeps<Context> {
  carrier: Carrier;
  runs: (context: Context) => OrderRuns;
}

export type ShipmentActivities = 'recordShipment' | 'createShipment' | 'cancelShipment' | 'withdrawShipments';

export function makeShipmentActivities<Context>(
  deps: ShipmentActivityDeps<Context>,
): Pick<OrderActivityHandlers<Context>, ShipmentActivities> {
  const { carrier } = deps;

  /** A refund cancels a parcel at the carrier first and records that then, so that a carrier may refuse it in between. */
  async function isBeingRefunded(customerId: string, orderId: string, warehouse: string): Promise<boolean> {
    const order = await deps.orders.find(customerId, orderId);
    if (!order) return false;
    const running = refundsOf(order).filter(({ ended }) => !ended);
    const refunded = running.flatMap((refund) => parcelsRefundedBy(order, refund));
    return order.withdrawn?.includes(warehouse) || refunded.some((parcel) => parcel.warehouse === warehouse);
  }

  return {
    async recordShipment({ customerId, orderId, shipmentId, warehouse, state: reached, at }, context) {
      const shipment = { shipmentId, warehouse, state: reached };
      const apply = (order: Order) => recordShipment(order, shipment, at);
      const mail = (order: Order) => {
        const event = parcelMail(order, reached);
        return event && { event };
      };
      const { state, unsent } = await record(deps, { customerId, orderId, apply, mail }, context);
      return { state, ...(unsent && { unsent }) };
    },

    async createShipment({ customerId, orderId, reference, warehouse, lines, address, at }, context) {
      const created = await carrier.createShipment({ orderId, reference, lines, address });
      if (!created.ok) {
        const isRefunded = await isBeingRefunded(customerId, orderId, warehouse);
        return isRefunded ? accepted({ shipmentId: '', recorded: true, withdrawn: true }) : created;
      }
      const { shipmentId } = created.value;
      const shipment = { shipmentId, warehouse, state: 'created' } as const;
      const apply = (order: Order) => recordShipment(order, shipment, at);
      const recorded = await recordAct(deps, { customerId, orderId, apply, act: reference }, context);
      return accepted({ shipmentId, recorded: recorded !== undefined });
    },

    async cancelShipment({ customerId, orderId, reference, warehouse, at }, context) {
      const cancelled = await carrier.cancelShipment(orderId, reference);
      const apply = (order: Order) => recordShipmentCancelled(order, warehouse, at);
      if (cancelled.ok) await record(deps, { customerId, orderId, apply }, context);
      return cancelled;
    },

    async withdrawShipments({ references, at }, context) {
      const runs = deps.runs(context);
      const known = await Promise.all(
        references.map((one) => runs.raiseShipmentEvent(one, 'ShipmentWithdrawn', { at })),
      );
      const unknown = references.filter((_, index) => !known[index]);
      // Their orchestrations start together with the one that asks, but perhaps a moment later: the retry finds them.
      if (unknown.length > 0) throw new Error(`These parcels have not started yet: ${unknown.join(', ')}.`);
      return { told: references.length };
    },
  };
}
