// What orders need of the outside. Refusals come back as results; whatever is thrown is a fault and may be tried again.

import type { Line } from '../shared/contracts';
import type { Money } from '../shared/money';
import type { Result } from '../shared/result';
import type { Address, Order, OrderEssentials, OrderState } from './order';

export interface OrderSummary {
  orderId: string;
  state: OrderState;
  total: Money;
  createdAt: string;
}

export interface OrderQuery {
  state?: OrderState;
  /** Where the page before ended. */
  cursor?: string;
  limit: number;
}

export interface OrderStore {
  /** Stores a new order unless there is one of its id, and answers with the one that is there now. */
  insert(order: Order): Promise<{ order: Order; created: boolean }>;

  /** A customer's order; undefined also when the order is somebody else's. */
  find(customerId: string, orderId: string): Promise<Order | undefined>;

  /** What never changes of a customer's order, which the store need not read again if it knows it. */
  essentials(customerId: string, orderId: string): Promise<OrderEssentials | undefined>;

  /**
   * Applies a change to the order as it is at that moment; concurrent changes follow each other, none is lost.
   * A change that returns its argument writes nothing. @throws when there is no such order.
   */
  update(customerId: string, orderId: string, change: (order: Order) => Order): Promise<Order>;

  /** Whose order it is, found by looking through all of them: for the rare case that nothing else tells. */
  customerOf(orderId: string): Promise<string | undefined>;

  /** A customer's orders, the newest first. @throws AppError `REQUEST.INVALID` on a cursor that is none. */
  list(customerId: string, query: OrderQuery): Promise<{ orders: OrderSummary[]; cursor?: string }>;
}

/** An order as the shop's people see it in a list. */
export interface OrderSnapshot extends OrderSummary {
  customerId: string;
  /** When something became of it last; ISO 8601, UTC. */
  updatedAt: string;
}

/** Every customer's orders. */
export interface AllOrders {
  /** In no order, read on as they are asked for. `notAfter`: placed at that time or before. What changes meanwhile may be seen before or after it. */
  snapshots(wanted: { state?: OrderState; notAfter?: string }): AsyncIterable<OrderSnapshot>;
}

/** An order that is recorded but perhaps not started yet, with the cart not emptied yet; or a refund that is perhaps not started yet. */
export interface Launch {
  /** A launch of the order itself unless told. */
  kind?: 'refund';
  orderId: string;
  customerId: string;
  /** ISO 8601, UTC. */
  createdAt: string;
}

/** Notes of what is still to be done for a new order or refund. A note is made before that is recorded, so that no crash leaves one unnoticed. */
export interface OrderLaunches {
  add(launch: Launch): Promise<void>;
  isOutstanding(orderId: string): Promise<boolean>;
  /** Launches older than `ageMs`. */
  outstanding(ageMs: number): Promise<Launch[]>;
  remove(orderId: string, kind?: Launch['kind']): Promise<void>;
}

/** The caller's cart, as orders use it. */
export interface CartReader {
  read(customerId: string): Promise<Line[]>;
  /** Takes the ordered lines out, once for each command id. */
  empty(customerId: string, commandId: string, lines: Line[]): Promise<void>;
}

/** What is to be paid: enough for a provider to find the payment again when its answer was lost. */
export interface Payment {
  orderId: string;
  amount: Money;
  /** The provider's reference to the means of payment. */
  token: string;
  /** Whose order it is, so that what the provider reports can be told to it. Inputs in older histories lack it. */
  customerId?: string;
  /** When the order was placed; ISO 8601, UTC. Inputs in older histories lack it. */
  placedAt?: string;
}

/** `PAYMENT.AMOUNT_REFUSED`: the provider takes no such amount, or not in that currency. */
export type PaymentRefusal =
  | 'PAYMENT.DECLINED'
  | 'PAYMENT.AMOUNT_REFUSED'
  | 'PAYMENT.NOT_AUTHORIZED'
  | 'PAYMENT.CAPTURED';

/** `amount`: what the operation moved, in minor units; 0 when there was nothing to do. */
export interface PaymentReceipt {
  /** Empty where no payment was ever made. */
  paymentId: string;
  amount: number;
}

/** A payment provider. The same idempotency key acts once and always gets the same answer. */
export interface Payments {
  authorize(payment: Payment, idempotencyKey: string): Promise<Result<PaymentReceipt, PaymentRefusal>>;
  /** Takes what was authorized. */
  capture(payment: Payment, idempotencyKey: string): Promise<Result<PaymentReceipt, PaymentRefusal>>;
  /** Gives an authorization back; without one, or once a capture was refunded, it moves nothing. `PAYMENT.CAPTURED`: refund instead. */
  void(payment: Payment, idempotencyKey: string): Promise<Result<PaymentReceipt, PaymentRefusal>>;
  /** Gives back what was captured; without a capture it moves nothing. */
  refund(payment: Payment, idempotencyKey: string): Promise<Result<PaymentReceipt, PaymentRefusal>>;
}

/** Something that became of a payment without this shop: by hand at the provider, by a bank, or by time. */
export interface PaymentReport {
  /** The same however often it is reported. */
  eventId: string;
  /** ISO 8601, UTC. */
  at: string;
  orderId: string;
  /** Whose order it is, where the provider knows it. */
  customerId?: string;
  reason:
    | 'PAYMENT.EXPIRED'
    | 'PAYMENT.CALLED_OFF'
    | 'PAYMENT.REFUNDED_BY_HAND'
    | 'PAYMENT.REFUND_FAILED'
    | 'PAYMENT.DISPUTED';
  /** For the shop's people only. */
  detail: string;
}

/** Reads what a payment provider sends. */
export interface PaymentReports {
  /**
   * @param body exactly as received.
   * @returns undefined for what is of no use to an order.
   * @throws AppError `WEBHOOK.UNSIGNED` unless the provider signed it within the last minutes.
   */
  read(body: string, signature: string | null): Promise<PaymentReport | undefined>;
}

/** A parcel as the carrier takes it. */
export interface Consignment {
  orderId: string;
  /** `<orderId>:<warehouse>`: the idempotency key, and the name under which the carrier reports on the parcel. */
  reference: string;
  lines: Line[];
  address: Address;
}

export interface Carrier {
  /** One shipment for each reference, however often it is asked for. */
  createShipment(consignment: Consignment): Promise<Result<{ shipmentId: string }, 'SHIPMENT.REFUSED'>>;
  /** Calls a shipment off, also one that was never made (it cannot be made any more then). `SHIPMENT.DISPATCHED`: too late. */
  cancelShipment(orderId: string, reference: string): Promise<Result<{ reference: string }, 'SHIPMENT.DISPATCHED'>>;
}
