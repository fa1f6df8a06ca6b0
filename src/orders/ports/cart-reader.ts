// The cart as orders use it.

import type { Line } from '../../shared/contracts';

/** The caller's cart, as orders use it. */
export interface CartReader {
  read(customerId: string): Promise<Line[]>;
  /** Takes the ordered lines out, once for each command id. */
  empty(customerId: string, commandId: string, lines: Line[]): Promise<void>;
}
