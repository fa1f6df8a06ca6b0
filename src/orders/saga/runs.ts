// What an order's run is told from outside, and who tells it: the events of an order and of a shipment, and starting them.

import type { Approval } from '../order';
import type { OrderRun } from './order-run';
import type { RefundRun } from './refund-run';

/** What an order's orchestration is told, by the name of the external event. The order's record holds the same: these only wake it. */
export interface OrderEvents {
  ApprovalDecided: Pick<Approval, 'decision' | 'reason' | 'by'>;
  CancelRequested: { at: string };
}

/** What a carrier or another parcel tells about a parcel, by the name of the external event. */
export interface ShipmentEvents {
  ShipmentDispatched: { at: string };
  ShipmentDelivered: { at: string };
  /** Another parcel of the order cannot be sent: nothing of the order shall be sent. */
  ShipmentWithdrawn: { at: string };
}

/** The orchestrations of orders, as seen with the durable client of one invocation. */
export interface OrderRuns {
  /**
   * Starts an order's orchestration, once: where one exists, running or finished, it does nothing.
   * @param isNew nobody else can have started it by now, let alone ended it.
   */
  start(run: OrderRun, isNew?: boolean): Promise<void>;
  /** Starts a refund, once for each order. */
  startRefund(run: RefundRun): Promise<void>;
  /** Tells an order's orchestration, with the answer and exceptions of `raiseShipmentEvent`. */
  raiseOrderEvent<Name extends keyof OrderEvents>(
    orderId: string,
    event: Name,
    data: OrderEvents[Name],
  ): Promise<boolean>;
  /** Whose order it is; undefined when its orchestration is not known (any more). */
  customerOf(orderId: string): Promise<string | undefined>;
  /** Tells a parcel's orchestration; one that has ended or is unknown is left alone, and the answer is false when unknown. */
  raiseShipmentEvent(reference: string, event: keyof ShipmentEvents, at: string): Promise<boolean>;
}
