// What people decide about an order while its orchestration runs: cancellation and approval (for refunds see `refunds.ts`). A
// decision and the orchestration change the same record, one after the other, so the answer to a decision is final.

import { AppError } from '../shared/http/errors';
import type { Approval, Order } from './order';
import { isApprovable, isCancellable } from './order-states';
import { changed, recordRemark } from './timeline';

/** Requests the cancellation of an order, once. @throws AppError `ORDER.NOT_CANCELLABLE` from the moment the payment is due. */
export function requestCancellation(order: Order, at: string): Order {
  if (order.cancellation === 'requested') return order;
  if (order.cancellation === 'closed' || !isCancellable(order.state)) {
    throw new AppError('ORDER.NOT_CANCELLABLE', `The order is ${order.state}.`, { state: order.state });
  }
  return { ...recordRemark(order, { step: 'requestCancellation', at, by: 'customer' }), cancellation: 'requested' };
}

/** From now on the order cannot be cancelled, unless its cancellation was requested before. */
export function closeCancellation(order: Order, at: string): Order {
  if (order.cancellation) return order;
  return changed({ ...order, cancellation: 'closed' }, at);
}

/** Records a decision. The first one is final: later ones change nothing. */
export function settleApproval(order: Order, approval: Approval): Order {
  if (order.approval) return order;
  const { at, by, reason: detail } = approval;
  const reason = approval.decision === 'approve' ? 'APPROVAL.APPROVED' : 'APPROVAL.REJECTED';
  return { ...recordRemark(order, { step: 'decideApproval', at, by, reason, detail }), approval };
}

/** Whether the order can be approved or rejected now. */
export function awaitsDecision({ state, cancellation }: Order): boolean {
  return isApprovable(state) && !cancellation;
}

/**
 * Records the owner's decision; the same decision again changes nothing.
 * @throws AppError `ORDER.NOT_AWAITING_APPROVAL`, or `ORDER.ALREADY_DECIDED` after the opposite decision.
 */
export function decideApproval(order: Order, approval: Approval): Order {
  const decision = order.approval?.decision;
  if (decision && decision !== approval.decision) {
    throw new AppError('ORDER.ALREADY_DECIDED', `The decision was: ${decision}.`, { decision });
  }
  if (decision) return order;
  if (!awaitsDecision(order)) {
    throw new AppError('ORDER.NOT_AWAITING_APPROVAL', `The order is ${order.state}.`, { state: order.state });
  }
  return settleApproval(order, approval);
}
