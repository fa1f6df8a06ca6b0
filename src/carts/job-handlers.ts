// Scheduled clean-up of carts: most belong to guests who never come back.

import type { InvocationContext, Timer } from '@azure/functions';
import type { IdleCarts } from './ports';

export interface CartJobHandlers {
  deleteIdleCarts: (timer: Timer, context: InvocationContext) => Promise<void>;
}

export interface CartJobDeps {
  /** Absent where the store deletes carts by itself. */
  idleCartsOf?: (context: InvocationContext) => IdleCarts;
  /** How long a cart is kept after its last change, in ms. */
  keptForMs: number;
  now: () => Date;
}

export function makeCartJobHandlers({ idleCartsOf, keptForMs, now }: CartJobDeps): CartJobHandlers {
  return {
    async deleteIdleCarts(_timer, context) {
      if (!idleCartsOf) return;
      const before = new Date(now().getTime() - keptForMs);
      const count = await idleCartsOf(context).deleteUntouchedSince(before);
      if (count > 0)
        context.log(`Asked ${count} carts without a change since ${before.toISOString()} to delete themselves.`);
    },
  };
}
