// What people decide about an order while its orchestration goes on: cancellation, approval, refund. The order's record is where
// these meet the orchestration, one change after the other, so that each is answered with what will really happen.

import { AppError } from '../shared/http/errors';
import type { Approval, Order, Refund } from './order';
import { isApprovable, isCancellable, isRefundable } from './order-states';
import { changed, recordRemark } from './timeline';

/** Calls an order off; once is enough. @throws AppError `ORDER.NOT_CANCELLABLE` when it is about to be paid, or at its end. */
export function requestCancellation(order: Order, at: string): Order {
  if (order.cancellation === 'requested') return order;
  if (order.cancellation === 'closed' || !isCancellable(order.state)) {
    throw new AppError('ORDER.NOT_CANCELLABLE', `The order is ${order.state}.`, { state: order.state });
  }
  return { ...recordRemark(order, { step: 'requestCancellation', at, by: 'customer' }), cancellation: 'requested' };
}

/** From here on the order goes through, unless it was called off before. */
export function closeCancellation(order: Order, at: string): Order {
  if (order.cancellation) return order;
  return changed({ ...order, cancellation: 'closed' }, at);
}

/** Takes over a decision unless there is one: the first stands. */
export function settleApproval(order: Order, approval: Approval): Order {
  if (order.approval) return order;
  const { at, by, reason: detail } = approval;
  const reason = approval.decision === 'approve' ? 'APPROVAL.APPROVED' : 'APPROVAL.REJECTED';
  return { ...recordRemark(order, { step: 'decideApproval', at, by, reason, detail }), approval };
}

/** Whether the order waits for a decision that can still be taken. */
export function awaitsDecision({ state, cancellation }: Order): boolean {
  return isApprovable(state) && !cancellation;
}

/**
 * The owner's decision; the same one again changes nothing.
 * @throws AppError `ORDER.NOT_AWAITING_APPROVAL`, or `ORDER.ALREADY_DECIDED` when the other one stands.
 */
export function decideApproval(order: Order, approval: Approval): Order {
  const standing = order.approval?.decision;
  if (standing && standing !== approval.decision) {
    throw new AppError('ORDER.ALREADY_DECIDED', `The decision was: ${standing}.`, { decision: standing });
  }
  if (standing) return order;
  if (!awaitsDecision(order)) {
    throw new AppError('ORDER.NOT_AWAITING_APPROVAL', `The order is ${order.state}.`, { state: order.state });
  }
  return settleApproval(order, approval);
}

/**
 * Asks for the one refund of an order; the same request again changes nothing.
 * @throws AppError `ORDER.NOT_REFUNDABLE`, `ORDER.ALREADY_REFUNDED`, or `REQUEST.KEY_REUSED` when the key came with another body.
 */
export function requestRefund(order: Order, refund: Refund): Order {
  const { refund: known, state } = order;
  if (known) {
    const same = known.restock === refund.restock && known.reason === refund.reason;
    if (known.key === refund.key && same) return order;
    if (refund.key !== undefined && known.key === refund.key) {
      throw new AppError('REQUEST.KEY_REUSED', 'Send a new key with each new intent.');
    }
    throw new AppError('ORDER.ALREADY_REFUNDED', `The refund was asked for at ${known.at}.`);
  }
  if (!isRefundable(state)) {
    throw new AppError('ORDER.NOT_REFUNDABLE', `The order is ${state}.`, { state });
  }
  const remark = { step: 'requestRefund', at: refund.at, by: 'owner', detail: refund.reason } as const;
  return { ...recordRemark(order, remark), refund };
}
