// The port to the orchestrations of orders: starting them, and raising events for them.

import type { Approval } from '../order';
import type { OrderRun } from './order-run';
import type { RefundRun } from './refund-run';

/** The external events of an order's orchestration, by name. Their content is in the order's record, too: the event only wakes it. */
export interface OrderEvents {
  ApprovalDecided: Pick<Approval, 'decision' | 'reason' | 'by'>;
  CancelRequested: { at: string };
}

/** The external events of a parcel's orchestration, by name. */
export interface ShipmentEvents {
  ShipmentDispatched: { at: string };
  ShipmentDelivered: { at: string };
  /** Another parcel of the order cannot be sent, so no parcel is to be sent. */
  ShipmentWithdrawn: { at: string };
}

/** The orchestrations of orders, through the durable client of one invocation. */
export interface OrderRuns {
  /**
   * Starts an order's orchestration, once: it does nothing when one exists, running or finished.
   * @param isNew no other invocation can have started it yet.
   */
  start(run: OrderRun, isNew?: boolean): Promise<void>;
  /** Starts a refund, once for each order. */
  startRefund(run: RefundRun): Promise<void>;
  /** Raises an event for an order's orchestration; results and errors as with `raiseShipmentEvent`. */
  raiseOrderEvent<Name extends keyof OrderEvents>(
    orderId: string,
    event: Name,
    data: OrderEvents[Name],
  ): Promise<boolean>;
  /** The customer of an order; undefined when its orchestration is unknown or was purged. */
  customerOf(orderId: string): Promise<string | undefined>;
  /** Raises an event for a parcel's orchestration, which has no effect after its end. Returns false when it is unknown. */
  raiseShipmentEvent(reference: string, event: keyof ShipmentEvents, at: string): Promise<boolean>;
}
