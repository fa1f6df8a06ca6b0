// What the orchestrators of an order have done for them. Each activity may run more than once for one call, so everything in it
// has a key that is the same each time. What follows at once (the record of a parcel, the mail about a record) is tried once in
// the same activity and reported when it is left undone, since every activity costs its own messages and history.

import type { Line } from '../shared/contracts';
import type { Mailer } from '../shared/mail';
import { accepted, type Result } from '../shared/result';
import { type MailEvent, orderMail } from './mails';
import type { Address, Approval, Order, OrderEssentials, OrderState, ShipmentState, TimelineEntry } from './order';
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

/** A mail about what is being recorded; `reason` is the code of a refusal. */
export interface Tidings {
  event: MailEvent;
  reason?: string;
}

/** `unsent`: the mail that was due and did not go out at the first attempt. */
interface Told {
  unsent?: MailEvent;
}

type PaymentActivity = { input: Payment; output: Result<PaymentReceipt, PaymentRefusal> };

/** Names are stored in histories: they never change. */
export type OrderActivities = {
  recordOrderSteps: {
    input: OrderKey & { entries: TimelineEntry[]; at: string; closesCancellation?: true; mail?: Tidings };
    output: Standing & Told;
  };
  /** Takes over a decision unless there is one, and answers with the one that stands. */
  settleApproval: { input: OrderKey & { approval: Approval }; output: Standing };
  recordRefund: { input: OrderKey & { entry: TimelineEntry; mail?: Tidings }; output: { state: OrderState } & Told };
  recordOrderRemark: { input: OrderKey & { step: string; at: string; reason: string }; output: { state: OrderState } };
  /** The last parcel of an order to come so far tells the customer. */
  recordShipment: {
    input: ParcelKey & { shipmentId: string; state: ShipmentState; at: string };
    output: { state: OrderState } & Told;
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
  /** With more patience than the record that was to tell it. */
  sendOrderMail: { input: OrderKey & Tidings; output: { to: string } };
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
  /** Told what is left to another activity. */
  warn: (context: Context, message: string, cause: unknown) => void;
}

/** The order's state when all its parcels have come so far, and the mail that tells of it. */
const mailOfParcels = { created: undefined, dispatched: 'shipped', delivered: 'delivered' } as const;

/** The handlers of the activities; `Context` is what the platform hands to each invocation. */
export type OrderActivityHandlers<Context> = {
  [Name in keyof OrderActivities]: (
    input: OrderActivities[Name]['input'],
    context: Context,
  ) => Promise<OrderActivities[Name]['output']>;
};

export function makeOrderActivities<Context>(deps: OrderActivityDeps<Context>): OrderActivityHandlers<Context> {
  const { orders, payments, carrier, mailer, warn } = deps;
  const update = ({ customerId, orderId }: OrderKey, apply: (order: Order) => Order) =>
    orders.update(customerId, orderId, apply);
  const change = async (key: OrderKey, apply: (order: Order) => Order) => standingOf(await update(key, apply));
  const essentialsOf = async ({ customerId, orderId }: OrderKey) => {
    const order = await orders.essentials(customerId, orderId);
    if (!order) throw new Error(`There is no order ${orderId} of ${customerId}.`);
    return order;
  };
  const mail = (order: OrderEssentials, { event, reason }: Tidings) =>
    mailer.send({ about: order.orderId, event, to: order.email, ...orderMail(order, event, reason) });
  const tell = async (order: OrderEssentials, tidings: Tidings | undefined, context: Context): Promise<Told> => {
    if (!tidings) return {};
    try {
      await mail(order, tidings);
      return {};
    } catch (cause) {
      warn(context, `${order.orderId}: the mail about ${tidings.event} has to be tried again`, cause);
      return { unsent: tidings.event };
    }
  };
  return {
    async recordOrderSteps({ entries, at, closesCancellation, mail: tidings, ...key }, context) {
      const order = await update(key, (known) => {
        const recorded = recordSteps(known, entries);
        return closesCancellation ? closeCancellation(recorded, at) : recorded;
      });
      return { ...standingOf(order), ...(await tell(order, tidings, context)) };
    },
    settleApproval: ({ approval, ...key }) => change(key, (order) => settleApproval(order, approval)),
    async recordRefund({ entry, mail: tidings, ...key }, context) {
      const order = await update(key, (known) => recordRefund(known, entry));
      return { state: order.state, ...(await tell(order, tidings, context)) };
    },
    recordOrderRemark: (input) => change(input, (order) => recordRemark(order, input)),
    async recordShipment({ shipmentId, warehouse, state, at, ...key }, context) {
      const order = await update(key, (known) => recordShipment(known, { shipmentId, warehouse, state }, at));
      const event = mailOfParcels[state];
      // Who was refunded meanwhile is not asked whether he likes it.
      const due = event !== undefined && order.state === event;
      return { state: order.state, ...(await tell(order, due ? { event } : undefined, context)) };
    },
    authorizePayment: (payment) => payments.authorize(payment, `${payment.orderId}:authorize`),
    voidPayment: (payment) => payments.void(payment, `${payment.orderId}:void`),
    capturePayment: (payment) => payments.capture(payment, `${payment.orderId}:capture`),
    refundPayment: (payment) => payments.refund(payment, `${payment.orderId}:refund`),
    async createShipment({ reference, warehouse, lines, address, at, ...key }, context) {
      const created = await carrier.createShipment({ orderId: key.orderId, reference, lines, address });
      if (!created.ok) return created;
      const { shipmentId } = created.value;
      // Not the carrier's fault: whoever asked records it with more patience.
      const recorded = await change(key, (order) =>
        recordShipment(order, { shipmentId, warehouse, state: 'created' }, at),
      ).then(
        () => true,
        (cause) => {
          warn(context, `${reference}: the parcel has to be recorded by itself`, cause);
          return false;
        },
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
    async sendOrderMail({ customerId, orderId, ...tidings }) {
      const order = await essentialsOf({ customerId, orderId });
      await mail(order, tidings);
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
