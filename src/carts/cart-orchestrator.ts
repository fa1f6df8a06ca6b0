// Watches a cart for idleness: waits, reads the cart, sends a reminder, waits on, clears it.
// It continues as new after each read, so that the history stays short however often the cart is changed.

import { activitySteps, type DurableContext, type Orchestration, retryPolicy } from '../shared/durable/durable';
import { orchestratorByVersion } from '../shared/durable/orchestrator-versions';
import type { CartActivities } from './activities';
import { type CartWatch, dueFor } from './idle-cart';

/** Retries for about an hour: nothing about an idle cart is urgent. Another number of attempts takes a new version. */
const retries = retryPolicy({ attempts: 20, firstMs: 1_000, longestMs: 300_000 });

/** Input: a `CartWatch`; instance id: `idleCartInstance`. Ends when the cart is empty. */
export const cartOrchestrator = orchestratorByVersion<void>({ '1.0': watchCart });

function* watchCart(context: DurableContext): Orchestration<void> {
  const watch = context.df.getInput<CartWatch>();
  const activity = activitySteps<CartActivities>(context, retries);
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
      // If the customer changes the cart at this moment, it is not cleared: the next read sees the new version.
      yield* activity('expireCart', { customerId, version: cart.version });
      context.df.continueAsNew({ ...watch, lookAt: now.toISOString() });
  }
}
