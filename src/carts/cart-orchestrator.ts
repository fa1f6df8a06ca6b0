// The watch over a cart, as a durable story: wait until it could be idle, look at it, remind, wait on, clear it.
// Each look starts the story anew, so that its history stays short however often the cart is touched.

import { activitySteps, type DurableContext, type Orchestration, retryPolicy } from '../shared/durable/durable';
import type { CartActivities } from './activities';
import { type CartWatch, dueFor } from './idle-cart';

/** About an hour of trying: an idle cart has time. */
const patience = retryPolicy({ attempts: 20, firstMs: 1_000, longestMs: 300_000 });

/** Input: a `CartWatch`; instance id: `idleCartInstance`. Ends when the cart is empty. */
export function* cartOrchestrator(context: DurableContext): Orchestration<void> {
  const watch = context.df.getInput<CartWatch>();
  const activity = activitySteps<CartActivities>(context, patience);
  const { customerId } = watch;

  yield context.df.createTimer(new Date(watch.lookAt));
  const cart = yield* activity('lookAtCart', { customerId });
  const now = context.df.currentUtcDateTime;
  const due = dueFor(watch, cart, now);
  switch (due.kind) {
    case 'end':
      return;
    case 'wait':
      context.df.continueAsNew({ ...watch, lookAt: due.until.toISOString() });
      return;
    case 'remind':
      yield* activity('remindOfCart', { customerId, filledAt: watch.filledAt });
      context.df.continueAsNew({ ...watch, reminded: true, lookAt: now.toISOString() });
      return;
    case 'expire':
      // Whoever touches it at this very moment keeps it: then it is looked at again.
      yield* activity('expireCart', { customerId, version: cart.version });
      context.df.continueAsNew({ ...watch, lookAt: now.toISOString() });
  }
}
