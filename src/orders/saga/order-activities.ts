// The contract between the steps of an order's orchestrations and its activities: the input and output of each activity, by name.
// Names and fields are stored in histories: they never change.

import type { Line } from '../../shared/contracts';
import type { Money } from '../../shared/money';
import type { Result } from '../../shared/result';
import type { DecisionState } from '../decision-state';
import type { MailEvent, OwnerMailEvent } from '../mails/mail-events';
import type { Address, Approval, OrderKey, RefundEnd, TimelineEntry } from '../order';
import type { OrderState } from '../order-states';
import type { Payment, PaymentReceipt, PaymentRefusal } from '../ports/payments';
import type { ShipmentState } from '../shipment-states';

/** A mail about what is being recorded; `reason` is the code of a refusal. */
export interface MailNotice {
  event: MailEvent;
  reason?: string;
  /** Which one it is of several mails about the same event, from 1, and the amount that it is about. */
  number?: number;
  amount?: Money;
}

/** `unsent`: the mail that was due, if its first attempt failed. */
export interface UnsentMail {
  unsent?: MailEvent;
}

/** Steps to be recorded, with what else is done in the same change. */
export interface Recording extends OrderKey {
  entries: TimelineEntry[];
  /** ISO 8601, UTC. */
  at: string;
  /** From now on the customer can no longer cancel. */
  closesCancellation?: true;
  /** The number of the retry of the undoing that has ended with these steps. */
  endsResolution?: number;
  /** Sent after the record, unless the order is in another state by then. */
  mail?: MailNotice;
}

/** A parcel by its reference, `<orderId>:<warehouse>`. */
export interface ParcelKey extends OrderKey {
  reference: string;
  warehouse: string;
}

/** Which part of a payment is refunded under which key. By default all that is left, under `<orderId>:refund`. */
export interface PaymentPart {
  actKey?: string;
  part?: Money;
}

/** `isDue`: whether there is something to do; false when it has ended before. */
type Begun = { isDue: boolean; state: OrderState };

type PaymentActivity = { input: Payment; output: Result<PaymentReceipt, PaymentRefusal> };
type RecordedPayment = {
  input: Payment & { recording: Recording };
  /** `standing` is the stored name of the order's `DecisionState`; absent when the payment is not recorded yet. */
  output: Result<PaymentReceipt & { standing?: DecisionState & UnsentMail }, PaymentRefusal>;
};
/** `awaitsCustomer`: nothing is authorized yet, the customer has to confirm the payment; what they have to do is in the record. */
type RecordedAuthorization = Result<
  PaymentReceipt & { standing?: DecisionState & UnsentMail; awaitsCustomer?: true },
  PaymentRefusal
>;

export type OrderActivities = {
  recordOrderSteps: { input: Recording; output: DecisionState & UnsentMail };
  /** Records a decision unless there is one, and returns the one that was first. */
  settleApproval: { input: OrderKey & { approval: Approval }; output: DecisionState };
  recordRefund: {
    input: OrderKey & { entry: TimelineEntry; mail?: MailNotice };
    output: { state: OrderState } & UnsentMail;
  };
  beginRefund: { input: OrderKey & { number: number; at: string }; output: Begun };
  /** Withdraws a parcel for a refund, unless it is on its way. */
  withdrawParcel: {
    input: ParcelKey & { number: number; at: string };
    output: Result<{ reference: string } & UnsentMail, 'SHIPMENT.DISPATCHED'>;
  };
  endRefund: {
    input: OrderKey & { number: number; detail?: string } & RefundEnd;
    output: { state: OrderState; notice?: MailNotice } & UnsentMail;
  };
  beginResolution: { input: OrderKey & { number: number; at: string }; output: Begun };
  recordOrderRemark: { input: OrderKey & { step: string; at: string; reason: string }; output: { state: OrderState } };
  /** The mail to the customer follows when the last parcel has reached the state. */
  recordShipment: {
    input: ParcelKey & { shipmentId: string; state: ShipmentState; at: string };
    output: { state: OrderState } & UnsentMail;
  };
  /** `mayAskCustomer`: a payment that the customer has to confirm is not refused. */
  authorizePayment: {
    input: Payment & { recording: Recording; mayAskCustomer?: true };
    output: RecordedAuthorization;
  };
  /** What the authorization has come to; recorded if it was made. */
  checkAuthorization: { input: Payment & { recording: Recording }; output: RecordedAuthorization };
  voidPayment: PaymentActivity;
  capturePayment: RecordedPayment;
  refundPayment: { input: Payment & PaymentPart; output: PaymentActivity['output'] };
  createShipment: {
    input: ParcelKey & { lines: Line[]; address: Address; at: string };
    /** `recorded`: whether the parcel is in the order's record already. `withdrawn`: it is refunded and will not be sent. */
    output: Result<{ shipmentId: string; recorded: boolean; withdrawn?: true }, 'SHIPMENT.REFUSED'>;
  };
  cancelShipment: {
    input: ParcelKey & { at: string };
    output: Result<{ reference: string }, 'SHIPMENT.DISPATCHED'>;
  };
  /** Raises `ShipmentWithdrawn` for parcels. `told`: how many there were. */
  withdrawShipments: { input: { references: string[]; at: string }; output: { told: number } };
  sendOrderMail: { input: OrderKey & MailNotice; output: { to: string } };
  /** `to` is empty when the settings have no address of the owner. */
  sendOwnerMail: { input: OrderKey & { event: OwnerMailEvent }; output: { to: string } };
};

/** The handlers of the activities; `Context` is what the platform hands to each invocation. */
export type OrderActivityHandlers<Context> = {
  [Name in keyof OrderActivities]: (
    input: OrderActivities[Name]['input'],
    context: Context,
  ) => Promise<OrderActivities[Name]['output']>;
};
