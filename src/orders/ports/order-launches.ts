// The port to the outbox of orders: what is still to be started for an order, a refund or a retry of the undoing, so that a
// crash loses nothing.

/**
 * An order whose orchestration may not be started yet and whose cart may not be emptied yet; or a refund, or a retry of the
 * undoing, that may not be started yet; or a change that is not announced yet.
 */
export interface Launch {
  /** Absent for the order itself. */
  kind?: 'refund' | 'resolution' | 'announcement';
  orderId: string;
  customerId: string;
  /** ISO 8601, UTC. */
  createdAt: string;
}

/**
 * An entry is added before the order, refund or retry is recorded, and removed once it is launched. An announcement is added
 * when it has failed, and removed once it is made.
 */
export interface OrderLaunches {
  add(launch: Launch): Promise<void>;
  isOutstanding(orderId: string): Promise<boolean>;
  /** The launches that are older than `ageMs`. */
  outstanding(ageMs: number): Promise<Launch[]>;
  remove(orderId: string, kind?: Launch['kind']): Promise<void>;
}
