// Notes of what is still to be done for an order, so that no crash leaves it undone.

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
