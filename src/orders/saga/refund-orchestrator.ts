// The story of a refund: the whole order is paid back, its units come back if wanted, and the customer is told.

import { all, type DurableContext, type Orchestration } from '../../shared/durable/durable';
import { orchestratorByVersion } from '../../shared/durable/orchestrator-versions';
import type { Result } from '../../shared/result';
import type { OrderEnd } from './order-run';
import { allAccepted, catchFault, makeOrderSteps, type OrderSteps } from './order-steps';
import type { RefundRun } from './refund-run';

/** Input: a `RefundRun`; instance id: `refundInstance`. */
export const refundOrchestrator = orchestratorByVersion<OrderEnd>({ '1.0': runRefund });

function* runRefund(context: DurableContext): Orchestration<OrderEnd> {
  const refund = context.df.getInput<RefundRun>();
  const steps = makeOrderSteps(context, refund);
  const outcome = yield* catchFault(giveBack(context, refund, steps));
  const { state, why } = outcome.ok
    ? ({ state: 'refunded', why: {} } as const)
    : ({
        state: 'compensationFailed',
        why: { reason: 'COMPENSATION.FAILED', detail: `${outcome.code}: ${outcome.detail}` },
      } as const);
  const entry = { at: steps.now(), state, step: 'refundOrder', by: 'owner', ...why } as const;
  context.df.setCustomStatus(entry);
  const mail = outcome.ok ? { mail: { event: 'refunded' } as const } : {};
  const { unsent } = yield* steps.retryPersistently('recordRefund', { ...steps.key, entry, ...mail });
  yield* steps.mailLater(unsent);
  return outcome.ok ? { state } : { state, code: outcome.code, detail: outcome.detail };
}

function* giveBack(context: DurableContext, { orderId, payment, restock }: RefundRun, steps: OrderSteps) {
  const refunded: Result<unknown> = yield* steps.retryPersistently('refundPayment', payment);
  if (!refunded.ok || restock.length === 0) return refunded;
  // The order was sold, so the stock may take the units back even if it has forgotten the sale.
  const returns = restock.map(({ sku, quantity }) => steps.stock(sku, 'restock', { orderId, soldQuantity: quantity }));
  return allAccepted<unknown, string>(yield* all(context, returns));
}
