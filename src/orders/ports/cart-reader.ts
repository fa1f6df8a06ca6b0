// The port to the customer's cart.

import type { Line } from '../../shared/contracts';

/** A cart as orders use it. */
export interface CartReader {
  read(customerId: string): Promise<Line[]>;
  /** Removes the ordered lines, once for each command id. */
  empty(customerId: string, commandId: string, lines: Line[]): Promise<void>;
}
