// The way out of `compensationFailed`: a person has the undoing tried again, or notes how the order was settled by hand.

import { AppError } from '../shared/http/errors';
import type { Order, Resolution } from './order';
import { isResolvable, numbered, type OrderStep, recordedStep } from './order-states';
import { isBeingResolved, refundsOf, requestRefund } from './refunds';
import { changed, recordRemark, recordStep } from './timeline';

export interface ResolutionWish {
  resolution: 'retry' | 'settled';
  /** How it was settled. */
  reason?: string;
  /** The Idempotency-Key of the request. */
  key?: string;
  /** ISO 8601, UTC. */
  at: string;
}

/** What failed last: a refund, or the undoing of the order for a reason (the code of a refusal). */
export type Failure = { what: 'refund' } | { what: 'undo'; because: string };

export function failureOf({ timeline }: Order): Failure {
  const failed = timeline.findLast(({ step, state }) => {
    return state === 'compensationFailed' && /^(undoOrder|refundOrder)(:\d+)?$/.test(step);
  });
  if (failed?.step.startsWith('refundOrder')) return { what: 'refund' };
  return { what: 'undo', because: causeIn(failed?.detail ?? '') };
}

/** The detail of a failed undoing: what failed, and why the order was undone. `causeIn` reads the code from it. */
export function undoDetail(failure: string, cause: { code: string; detail: string }): string {
  return `${failure}; undoing because of ${cause.code}: ${cause.detail}`;
}

function causeIn(detail: string): string {
  return /; undoing because of ([A-Z_.]+):/.exec(detail)?.[1] ?? 'ORDER.STEP_FAILED';
}

/** Whether the orchestration of an order failed to undo it. */
export function wasUndoingLeft({ timeline }: Order): boolean {
  return timeline.some(({ step }) => step.startsWith('undoOrder'));
}

/** The request that a request repeats. @throws AppError `REQUEST.KEY_REUSED` when its key came with another body. */
export function repeatedResolution({ resolutions = [] }: Order, wish: ResolutionWish): Resolution | undefined {
  const isSame = (one: Resolution) => one.resolution === wish.resolution && one.reason === wish.reason;
  if (wish.key === undefined) {
    const last = resolutions.at(-1);
    const isOpen = last?.resolution === 'settled' || last?.endedAt === undefined;
    return last && last.key === undefined && isOpen && isSame(last) ? last : undefined;
  }
  const known = resolutions.find(({ key }) => key === wish.key);
  if (known && !isSame(known)) throw new AppError('REQUEST.KEY_REUSED', 'Send a new key with each new intent.');
  return known;
}

/**
 * Records a resolution; the same request again changes nothing. A retry of a failed refund is the same refund again.
 * @throws AppError `ORDER.NOT_RESOLVABLE`, `ORDER.RESOLUTION_UNDER_WAY`, `ORDER.REFUND_UNDER_WAY` or `REQUEST.KEY_REUSED`.
 */
export function resolveOrder(order: Order, wish: ResolutionWish): Order {
  if (repeatedResolution(order, wish)) return order;
  const { state, resolutions = [] } = order;
  if (!isResolvable(state)) throw new AppError('ORDER.NOT_RESOLVABLE', `The order is ${state}.`, { state });
  if (isBeingResolved(order)) throw new AppError('ORDER.RESOLUTION_UNDER_WAY', 'The undoing is being tried again.');
  if (refundsOf(order).some(({ ended }) => !ended)) {
    throw new AppError('ORDER.REFUND_UNDER_WAY', 'A refund has not ended yet.');
  }
  const number = resolutions.length + 1;
  const resolved = wish.resolution === 'settled' ? settle(order, wish, number) : retry(order, wish, number);
  const { resolution, reason, key, at } = wish;
  const repeats = resolved.refunds === order.refunds ? undefined : resolved.refunds?.length;
  const entry: Resolution = {
    ...{ number, resolution, at, state: resolved.state },
    ...(reason !== undefined && { reason }),
    ...(key !== undefined && { key }),
    ...(repeats !== undefined && { refund: repeats }),
    ...((repeats !== undefined || resolution === 'settled') && { endedAt: at }),
  };
  return { ...resolved, resolutions: [...resolutions, entry] };
}

/** Records that the orchestration of a retry has begun. */
export function beginResolution(order: Order, number: number, at: string): Order {
  const entry = order.resolutions?.find((one) => one.number === number);
  if (!entry || entry.startedAt !== undefined || entry.endedAt !== undefined) return order;
  return withResolution(order, { ...entry, startedAt: at }, at);
}

/** Records that a retry has ended, with success or not. */
export function endResolution(order: Order, number: number, at: string): Order {
  const entry = order.resolutions?.find((one) => one.number === number);
  return !entry || entry.endedAt !== undefined ? order : withResolution(order, { ...entry, endedAt: at }, at);
}

/** The order takes the state that its undoing, or its refund, was to lead to. */
function settle(order: Order, { at, reason: detail }: ResolutionWish, number: number): Order {
  const by = 'owner';
  const entry = { ...recordedStep(settledBy(order), number), at, by, reason: 'ORDER.SETTLED_BY_HAND' } as const;
  return recordStep(order, { ...entry, ...(detail !== undefined && { detail }) });
}

function settledBy(order: Order): OrderStep {
  const failure = failureOf(order);
  if (failure.what === 'refund') return 'settleRefunded';
  return failure.because === 'ORDER.CANCELLED' ? 'settleCancelled' : 'settleRefused';
}

function retry(order: Order, { at }: ResolutionWish, number: number): Order {
  const remarked = recordRemark(order, { step: numbered('retryUndoing', number), at, by: 'owner' });
  const last = refundsOf(order).at(-1);
  if (failureOf(order).what !== 'refund' || !last) return remarked;
  const { isWhole, lines, restock, reason } = last;
  const key = `${order.orderId}:resolution:${number}`;
  return requestRefund(remarked, { ...(!isWhole && { lines }), restock, reason, key, at });
}

function withResolution(order: Order, entry: Resolution, at: string): Order {
  const resolutions = order.resolutions?.map((one) => (one.number === entry.number ? entry : one)) ?? [];
  return changed({ ...order, resolutions }, at);
}
