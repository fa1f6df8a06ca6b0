// The port to the orchestrations of orders: starting them, and raising events for them.

import type { Approval } from '../order';
import type { OrderRun } from './order-run';
import type { RefundRun } from './refund-run';
import type { ResolutionRun } from './resolution-run';

/** The external events of an order's orchestration, by name. Their content is in the order's record, too: the event only wakes it. */
export interface OrderEvents {
  ApprovalDecided: Pick<Approval, 'decision' | 'reason' | 'by'>;
  CancelRequested: { at: string };
  /** The customer has confirmed or refused the payment, or it has changed in another way: the provider knows how. */
  PaymentReported: { at: string };
}

/** `shipmentId`: the parcel as the carrier knows it; absent in the reports of earlier versions. */
export interface ParcelReport {
  at: string;
  shipmentId?: string;
}

/** The external events of a parcel's orchestration, by name. */
export interface ShipmentEvents {
  ShipmentDispatched: ParcelReport;
  ShipmentDelivered: ParcelReport;
  /**
   * Another parcel of the order cannot be sent, so no parcel is to be sent; or the parcel is refunded, by the refund of that
   * number.
   */
  ShipmentWithdrawn: { at: string; refund?: number };
}

/** The orchestrations of orders, through the durable client of one invocation. */
export interface OrderRuns {
  /**
   * Starts an order's orchestration, once: it does nothing when one exists, running or finished.
   * @param isNew no other invocation can have started it yet.
   */
  start(run: OrderRun, isNew?: boolean): Promise<void>;
  /** Starts a refund, once for each instance id. */
  startRefund(run: RefundRun, instanceId: string): Promise<void>;
  /** Starts a retry of the undoing, once for each number. */
  startResolution(run: ResolutionRun): Promise<void>;
  /** Whether an orchestration no longer runs: it has ended, or is unknown. */
  isOver(instanceId: string): Promise<boolean>;
  /** Raises an event for an order's orchestration; results and errors as with `raiseShipmentEvent`. */
  raiseOrderEvent<Name extends keyof OrderEvents>(
    orderId: string,
    event: Name,
    data: OrderEvents[Name],
  ): Promise<boolean>;
  /** The customer of an order; undefined when its orchestration is unknown or was purged. */
  customerOf(orderId: string): Promise<string | undefined>;
  /** Raises an event for a parcel's orchestration, which has no effect after its end. Returns false when it is unknown. */
  raiseShipmentEvent<Name extends keyof ShipmentEvents>(
    reference: string,
    event: Name,
    data: ShipmentEvents[Name],
  ): Promise<boolean>;
}
