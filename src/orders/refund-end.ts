// How the end of a refund changes an order: refunded in full, by lines, or not.

import type { Order, RefundEnd } from './order';
import { mayTake, type OrderStep, recordedStep } from './order-states';
import { endRefund, isRefundedInFull } from './refunds';
import { wasUndoingLeft } from './resolutions';
import { haveAllReached, recordRemark, recordStep } from './timeline';

/**
 * Records how a refund has ended. Refunded in full, the order is `refunded`. By lines, it stays where its parcels are: also after
 * a refund that had failed, but not if its undoing has failed, too.
 */
export function recordRefundEnd(order: Order, number: number, end: RefundEnd & { detail?: string }): Order {
  const { detail, ...ended } = end;
  const settled = endRefund(order, number, ended);
  if (settled === order) return order;
  const { at } = ended;
  if (ended.outcome !== 'refunded') {
    const why = { reason: 'COMPENSATION.FAILED', ...(detail !== undefined && { detail }) };
    return recordStep(settled, { at, ...recordedStep('failRefund', number), ...why });
  }
  if (isRefundedInFull(settled)) return recordStep(settled, { at, ...recordedStep('refundOrder', number) });
  const resumed = { at, ...recordedStep(resumeStep(settled), number) };
  const mayResume = mayTake(settled.state, resumed) && !wasUndoingLeft(settled);
  return mayResume ? recordStep(settled, resumed) : recordRemark(settled, resumed);
}

function resumeStep(order: Order): OrderStep {
  const { state } = order;
  if (state === 'captured') return 'resumeCaptured';
  if (state === 'shipped') return 'resumeShipped';
  if (state === 'delivered' || haveAllReached(order, 'delivered')) return 'resumeDelivered';
  return haveAllReached(order, 'dispatched') ? 'resumeShipped' : 'resumeCaptured';
}
