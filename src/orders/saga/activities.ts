// What the orchestrators of an order have done for them. Each activity may run more than once for one call, so everything in it
// has a key that is the same each time. An act on the outside is recorded in the same activity, unless that fails.

import type { Line } from '../../shared/contracts';
import { accepted, type Result } from '../../shared/result';
import { parcelMail } from '../mails/mails';
import { type OwnerMailEvent, ownerMail } from '../mails/owner-mails';
import type { Address, Approval, Order, OrderKey, OrderState, ShipmentState, TimelineEntry } from '../order';
import { type DecisionState, decisionStateOf, settleApproval } from '../order-decisions';
import type { Carrier, Payment, PaymentReceipt, PaymentRefusal, Payments } from '../ports';
import { recordRefund, recordRemark, recordShipment, recordShipmentCancelled } from '../timeline';
import { type MailNotice, makeRecorder, type RecorderDeps, type Recording, type UnsentMail } from './recorder';
import type { OrderRuns } from './runs';

/** A parcel by its reference, `<orderId>:<warehouse>`. */
export interface ParcelKey extends OrderKey {
  reference: string;
  warehouse: string;
}

type PaymentActivity = { input: Payment; output: Result<PaymentReceipt, PaymentRefusal> };
type RecordedPayment = {
  input: Payment & { recording: Recording };
  /** Where the order stands then; absent when the payment is not recorded yet. */
  output: Result<PaymentReceipt & { standing?: DecisionState & UnsentMail }, PaymentRefusal>;
};

/** Names are stored in histories: they never change. */
export type OrderActivities = {
  recordOrderSteps: { input: Recording; output: DecisionState & UnsentMail };
  /** Takes over a decision unless there is one, and answers with the one that stands. */
  settleApproval: { input: OrderKey & { approval: Approval }; output: DecisionState };
  recordRefund: {
    input: OrderKey & { entry: TimelineEntry; mail?: MailNotice };
    output: { state: OrderState } & UnsentMail;
  };
  recordOrderRemark: { input: OrderKey & { step: string; at: string; reason: string }; output: { state: OrderState } };
  /** The last parcel of an order to come so far tells the customer. */
  recordShipment: {
    input: ParcelKey & { shipmentId: string; state: ShipmentState; at: string };
    output: { state: OrderState } & UnsentMail;
  };
  authorizePayment: RecordedPayment;
  voidPayment: PaymentActivity;
  capturePayment: RecordedPayment;
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
  sendOrderMail: { input: OrderKey & MailNotice; output: { to: string } };
  /** `to` is empty where the shop has no address of the owner. */
  sendOwnerMail: { input: OrderKey & { event: OwnerMailEvent }; output: { to: string } };
};

export interface OrderActivityDeps<Context> extends RecorderDeps<Context> {
  payments: Payments;
  carrier: Carrier;
  /** The owner's mail address, if one is set. */
  ownerEmail?: string;
  runs: (context: Context) => OrderRuns;
  now: () => Date;
}

/** The last step was taken now, and not when it was first asked for. */
function takenAt(recording: Recording, time: Date): Recording {
  const at = time.toISOString();
  const { entries } = recording;
  const step = entries.at(-1);
  return { ...recording, at, entries: step ? entries.with(-1, { ...step, at }) : entries };
}

/** The handlers of the activities; `Context` is what the platform hands to each invocation. */
export type OrderActivityHandlers<Context> = {
  [Name in keyof OrderActivities]: (
    input: OrderActivities[Name]['input'],
    context: Context,
  ) => Promise<OrderActivities[Name]['output']>;
};

export function makeOrderActivities<Context>(deps: OrderActivityDeps<Context>): OrderActivityHandlers<Context> {
  const { orders, payments, carrier, mailer, now } = deps;
  const recorder = makeRecorder(deps);
  const { update, record, tell, attempt } = recorder;
  const change = async (key: OrderKey, apply: (order: Order) => Order) => decisionStateOf(await update(key, apply));
  const essentialsOf = async ({ customerId, orderId }: OrderKey) => {
    const order = await orders.essentials(customerId, orderId);
    if (!order) throw new Error(`There is no order ${orderId} of ${customerId}.`);
    return order;
  };
  const recordedPayment =
    (operation: 'authorize' | 'capture') =>
    async ({ recording, ...payment }: Payment & { recording: Recording }, context: Context) => {
      const key = `${payment.orderId}:${operation}`;
      const paid = await payments[operation](payment, key);
      if (!paid.ok) return paid;
      const recorded = record(takenAt(recording, now()), context);
      const standing = await attempt(recorded, `the record of ${key}`, context);
      return accepted({ ...paid.value, ...(standing && { standing }) });
    };
  return {
    recordOrderSteps: record,
    settleApproval: ({ approval, ...key }) => change(key, (order) => settleApproval(order, approval)),
    async recordRefund({ entry, mail: notice, ...key }, context) {
      const order = await update(key, (known) => recordRefund(known, entry));
      const due = order.state === entry.state ? notice : undefined;
      return { state: order.state, ...(await tell(order, due, context)) };
    },
    recordOrderRemark: (input) => change(input, (order) => recordRemark(order, input)),
    async recordShipment({ shipmentId, warehouse, state, at, ...key }, context) {
      const order = await update(key, (known) => recordShipment(known, { shipmentId, warehouse, state }, at));
      const event = parcelMail(order, state);
      return { state: order.state, ...(await tell(order, event && { event }, context)) };
    },
    authorizePayment: recordedPayment('authorize'),
    voidPayment: (payment) => payments.void(payment, `${payment.orderId}:void`),
    capturePayment: recordedPayment('capture'),
    refundPayment: (payment) => payments.refund(payment, `${payment.orderId}:refund`),
    async createShipment({ reference, warehouse, lines, address, at, ...key }, context) {
      const created = await carrier.createShipment({ orderId: key.orderId, reference, lines, address });
      if (!created.ok) return created;
      const { shipmentId } = created.value;
      const parcel = { shipmentId, warehouse, state: 'created' } as const;
      const recording = change(key, (order) => recordShipment(order, parcel, at)).then(() => true);
      const recorded = (await attempt(recording, `the record of ${reference}`, context)) ?? false;
      return accepted({ shipmentId, recorded });
    },
    async cancelShipment({ reference, warehouse, at, ...key }) {
      const cancelled = await carrier.cancelShipment(key.orderId, reference);
      if (cancelled.ok) await change(key, (order) => recordShipmentCancelled(order, warehouse, at));
      return cancelled;
    },
    async withdrawShipments({ references, at }, context) {
      const runs = deps.runs(context);
      const known = await Promise.all(references.map((one) => runs.raiseShipmentEvent(one, 'ShipmentWithdrawn', at)));
      const unknown = references.filter((_, index) => !known[index]);
      // They are started together with the one that asks, but may be a moment later: it has to ask again.
      if (unknown.length > 0) throw new Error(`Not to be told yet: ${unknown.join(', ')}.`);
      return { told: references.length };
    },
    async sendOrderMail({ customerId, orderId, ...notice }) {
      const order = await essentialsOf({ customerId, orderId });
      await recorder.mail(order, notice);
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
