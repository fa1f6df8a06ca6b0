// What the orchestrators of an order have done for them. Each activity may run more than once for one call: it makes one
// call of one port, under a key that is the same each time, and puts into the order what the carrier has said.

import type { Line } from '../shared/contracts';
import type { Mailer } from '../shared/mail';
import { accepted, type Result } from '../shared/result';
import { type MailEvent, orderMail } from './mails';
import type { Address, Approval, Order, OrderState, ShipmentState, TimelineEntry } from './order';
import { closeCancellation, type Standing, settleApproval, standingOf } from './order-decisions';
import { type OwnerMailEvent, ownerMail } from './owner-mails';
import type { Carrier, OrderRuns, OrderStore, Payment, PaymentReceipt, PaymentRefusal, Payments } from './ports';
import { recordRefund, recordRemark, recordShipment, recordShipmentCancelled, recordSteps } from './timeline';

export interface OrderKey {
  customerId: string;
  orderId: string;
}

/** A parcel by its reference, `<orderId>:<warehouse>`. */
export interface ParcelKey extends OrderKey {
  reference: string;
  warehouse: string;
}

type PaymentActivity = { input: Payment; output: Result<PaymentReceipt, PaymentRefusal> };

/** Names are stored in histories: they never change. */
export type OrderActivities = {
  recordOrderSteps: {
    input: OrderKey & { entries: TimelineEntry[]; at: string; closesCancellation?: true };
    output: Standing;
  };
  /** Takes over a decision unless there is one, and answers with the one that stands. */
  settleApproval: { input: OrderKey & { approval: Approval }; output: Standing };
  recordRefund: { input: OrderKey & { entry: TimelineEntry }; output: { state: OrderState } };
  recordOrderRemark: { input: OrderKey & { step: string; at: string; reason: string }; output: { state: OrderState } };
  recordShipment: {
    input: ParcelKey & { shipmentId: string; state: ShipmentState; at: string };
    output: { state: OrderState };
  };
  authorizePayment: PaymentActivity;
  voidPayment: PaymentActivity;
  capturePayment: PaymentActivity;
  refundPayment: PaymentActivity;
  createShipment: {
    input: ParcelKey & { lines: Line[]; address: Address; at: string };
    /** `recorded`: whether the parcel stands in the order already. */
    output: Result<{ shipmentId: string; recorded: boolean }, 'SHIPMENT.REFUSED'>;
  };
  cancelShipment: {
    input: ParcelKey & { at: string };
    output: Result<{ reference: string }, 'SHIPMENT.DISPATCHED'>;
  };
  /** Tells the other parcels of an order that nothing of it shall be sent. */
  withdrawShipments: { input: { references: string[]; at: string }; output: { told: number } };
  sendOrderMail: { input: OrderKey & { event: MailEvent; reason?: string }; output: { to: string } };
  /** `to` is empty where the shop has no address of the owner. */
  sendOwnerMail: { input: OrderKey & { event: OwnerMailEvent }; output: { to: string } };
};

export interface OrderActivityDeps<Context> {
  orders: OrderStore;
  payments: Payments;
  carrier: Carrier;
  mailer: Mailer;
  /** The owner's mail address, if one is set. */
  ownerEmail?: string;
  runs: (context: Context) => OrderRuns;
}

/** The handlers of the activities; `Context` is what the platform hands to each invocation. */
export type OrderActivityHandlers<Context> = {
  [Name in keyof OrderActivities]: (
    input: OrderActivities[Name]['input'],
    context: Context,
  ) => Promise<OrderActivities[Name]['output']>;
};

export function makeOrderActivities<Context>(deps: OrderActivityDeps<Context>): OrderActivityHandlers<Context> {
  const { orders, payments, carrier, mailer } = deps;
  const change = async ({ customerId, orderId }: OrderKey, apply: (order: Order) => Order) =>
    standingOf(await orders.update(customerId, orderId, apply));
  const essentialsOf = async ({ customerId, orderId }: OrderKey) => {
    const order = await orders.essentials(customerId, orderId);
    if (!order) throw new Error(`There is no order ${orderId} of ${customerId}.`);
    return order;
  };
  return {
    recordOrderSteps: ({ entries, at, closesCancellation, ...key }) =>
      change(key, (order) => {
        const recorded = recordSteps(order, entries);
        return closesCancellation ? closeCancellation(recorded, at) : recorded;
      }),
    settleApproval: ({ approval, ...key }) => change(key, (order) => settleApproval(order, approval)),
    recordRefund: ({ entry, ...key }) => change(key, (order) => recordRefund(order, entry)),
    recordOrderRemark: (input) => change(input, (order) => recordRemark(order, input)),
    recordShipment: ({ shipmentId, warehouse, state, at, ...key }) =>
      change(key, (order) => recordShipment(order, { shipmentId, warehouse, state }, at)),
    authorizePayment: (payment) => payments.authorize(payment, `${payment.orderId}:authorize`),
    voidPayment: (payment) => payments.void(payment, `${payment.orderId}:void`),
    capturePayment: (payment) => payments.capture(payment, `${payment.orderId}:capture`),
    refundPayment: (payment) => payments.refund(payment, `${payment.orderId}:refund`),
    async createShipment({ reference, warehouse, lines, address, at, ...key }) {
      const created = await carrier.createShipment({ orderId: key.orderId, reference, lines, address });
      if (!created.ok) return created;
      const { shipmentId } = created.value;
      // Not the carrier's fault: whoever asked records it with more patience.
      const recorded = await change(key, (order) =>
        recordShipment(order, { shipmentId, warehouse, state: 'created' }, at),
      ).then(
        () => true,
        () => false,
      );
      return accepted({ shipmentId, recorded });
    },
    async cancelShipment({ reference, warehouse, at, ...key }) {
      const cancelled = await carrier.cancelShipment(key.orderId, reference);
      if (cancelled.ok) await change(key, (order) => recordShipmentCancelled(order, warehouse, at));
      return cancelled;
    },
    async withdrawShipments({ references, at }, context) {
      const runs = deps.runs(context);
      const known = await Promise.all(references.map((one) => runs.tellShipment(one, 'ShipmentWithdrawn', at)));
      const unknown = references.filter((_, index) => !known[index]);
      // They are started together with the one that asks, but may be a moment later: it has to ask again.
      if (unknown.length > 0) throw new Error(`Not to be told yet: ${unknown.join(', ')}.`);
      return { told: references.length };
    },
    async sendOrderMail({ customerId, orderId, event, reason }) {
      const order = await essentialsOf({ customerId, orderId });
      await mailer.send({ about: orderId, event, to: order.email, ...orderMail(order, event, reason) });
      return { to: order.email };
    },
    async sendOwnerMail({ event, ...key }) {
      const { ownerEmail: to } = deps;
      if (!to) return { to: '' };
      await mailer.send({ about: key.orderId, event, to, ...ownerMail(await essentialsOf(key), event) });
      return { to };
    },
  };
}
