// What an order tells other systems: the changes of its state, without anything personal. It is told after the change is
// recorded; what could not be told then is noted and told by the sweep, so that an order neither waits for it nor fails.

import type { OrderChanges } from '../shared/contracts';
import type { Order } from './order';
import type { OrderAnnouncements } from './ports/order-announcements';
import type { OrderLaunches } from './ports/order-launches';

/** Every change of an order's state so far, the first one first. Remarks, which leave the state as it is, are left out. */
export function changesOf({ orderId, timeline }: Pick<Order, 'orderId' | 'timeline'>): OrderChanges {
  const changes = timeline.filter(({ state }, index) => state !== timeline[index - 1]?.state);
  return {
    orderId,
    changes: changes.map(({ state, step, at, reason }) => ({
      state,
      step,
      at,
      ...(reason !== undefined && { reason }),
    })),
  };
}

export type AnnounceOrder = (order: Order) => Promise<void>;

export interface AnnounceOrderDeps {
  announcements: OrderAnnouncements;
  launches: Pick<OrderLaunches, 'add'>;
  warn: (message: string, cause: unknown) => void;
  now: () => Date;
}

/**
 * Announces an order as it is after a change. It may be announced again at any time: only what is new is passed on.
 * @throws only if the note cannot be written either, in the same store as the order itself.
 */
export function makeAnnounceOrder({ announcements, launches, warn, now }: AnnounceOrderDeps): AnnounceOrder {
  return async (order) => {
    const { orderId, customerId } = order;
    try {
      await announcements.send(changesOf(order));
    } catch (cause) {
      warn(`${orderId}: its change could not be announced and is left to the sweep`, cause);
      await launches.add({ kind: 'announcement', orderId, customerId, createdAt: now().toISOString() });
    }
  };
}
