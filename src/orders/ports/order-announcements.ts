// The port to whoever wants to know of an order's changes; absent in a shop that tells nobody.

import type { OrderChanges } from '../../shared/contracts';

export interface OrderAnnouncements {
  /** Accepts the changes durably. They may come again, or after later ones. */
  send(changes: OrderChanges): Promise<void>;
}
