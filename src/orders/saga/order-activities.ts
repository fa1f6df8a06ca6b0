// The contract between the steps of an order's orchestrations and the activities that carry them out: what goes in and what
// comes out, by name. Names and fields are stored in histories: they never change.

import type { Line } from '../../shared/contracts';
import type { Result } from '../../shared/result';
import type { DecisionState } from '../decision-state';
import type { MailEvent, OwnerMailEvent } from '../mails/mail-events';
import type { Address, Approval, OrderKey, TimelineEntry } from '../order';
import type { OrderState } from '../order-states';
import type { Payment, PaymentReceipt, PaymentRefusal } from '../ports/payments';
import type { ShipmentState } from '../shipment-states';

/** A mail about what is being recorded; `reason` is the code of a refusal. */
export interface MailNotice {
  event: MailEvent;
  reason?: string;
}

/** `unsent`: the mail that was due and did not go out at the first attempt. */
export interface UnsentMail {
  unsent?: MailEvent;
}

/** Steps for an order's record, with what else is done together with them. */
export interface Recording extends OrderKey {
  entries: TimelineEntry[];
  /** ISO 8601, UTC. */
  at: string;
  /** From now on the customer cannot cancel any more. */
  closesCancellation?: true;
  /** Sent once the steps are recorded, unless the order has gone another way meanwhile. */
  mail?: MailNotice;
}

/** A parcel by its reference, `<orderId>:<warehouse>`. */
export interface ParcelKey extends OrderKey {
  reference: string;
  warehouse: string;
}

type PaymentActivity = { input: Payment; output: Result<PaymentReceipt, PaymentRefusal> };
type RecordedPayment = {
  input: Payment & { recording: Recording };
  /** `standing` is the stored name of the order's `DecisionState`; absent when the payment is not recorded yet. */
  output: Result<PaymentReceipt & { standing?: DecisionState & UnsentMail }, PaymentRefusal>;
};

export type OrderActivities = {
  recordOrderSteps: { input: Recording; output: DecisionState & UnsentMail };
  /** Records a decision unless there is one, and answers with the one that is valid. */
  settleApproval: { input: OrderKey & { approval: Approval }; output: DecisionState };
  recordRefund: {
    input: OrderKey & { entry: TimelineEntry; mail?: MailNotice };
    output: { state: OrderState } & UnsentMail;
  };
  recordOrderRemark: { input: OrderKey & { step: string; at: string; reason: string }; output: { state: OrderState } };
  /** The last parcel of an order to come so far brings the customer a mail. */
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
    /** `recorded`: whether the parcel is in the order's record already. */
    output: Result<{ shipmentId: string; recorded: boolean }, 'SHIPMENT.REFUSED'>;
  };
  cancelShipment: {
    input: ParcelKey & { at: string };
    output: Result<{ reference: string }, 'SHIPMENT.DISPATCHED'>;
  };
  /** Tells the other parcels of an order that nothing of it is to be sent. */
  withdrawShipments: { input: { references: string[]; at: string }; output: { told: number } };
  sendOrderMail: { input: OrderKey & MailNotice; output: { to: string } };
  /** `to` is empty where the shop has no address of the owner. */
  sendOwnerMail: { input: OrderKey & { event: OwnerMailEvent }; output: { to: string } };
};

/** The handlers of the activities; `Context` is what the platform hands to each invocation. */
export type OrderActivityHandlers<Context> = {
  [Name in keyof OrderActivities]: (
    input: OrderActivities[Name]['input'],
    context: Context,
  ) => Promise<OrderActivities[Name]['output']>;
};
