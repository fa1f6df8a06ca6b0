// The refunds of an order by its record: what was asked for, what has begun, what has ended. An order is refunded in full or by
// lines, one refund after the other, and never more than was paid. A refund that failed can be repeated.

import type { Line } from '../shared/contracts';
import { AppError } from '../shared/http/errors';
import type { Order, OrderLine, Refund, RefundEnd } from './order';
import { isRefundable, numbered } from './order-states';
import { type Parcel, parcelsOf } from './parcels';
import { changed, recordRemark } from './timeline';

/** A request for a refund. Without `lines` it is for everything that is left. */
export interface RefundWish {
  lines?: Line[];
  /** Whether the units are returned to stock. */
  restock: boolean;
  reason: string;
  /** The Idempotency-Key of the request. */
  key?: string;
  /** ISO 8601, UTC. */
  at: string;
}

/** All refunds of an order, the oldest first; also one that was stored when an order could have only one. */
export function refundsOf(order: Order): readonly Refund[] {
  const { refunds, refund: single, orderId, timeline } = order;
  if (refunds) return refunds;
  if (!single) return [];
  const end = timeline.find(({ step }) => step === 'refundOrder');
  const request = timeline.find(({ step }) => step === 'requestRefund');
  return [
    {
      ...single,
      number: 1,
      isWhole: true,
      lines: order.lines.map(({ sku, quantity }) => ({ sku, quantity })),
      amount: order.total.amount,
      state: request?.state ?? order.state,
      actKey: `${orderId}:refund`,
      instanceId: `refund:${orderId}`,
      ...(end && { ended: { at: end.at, outcome: end.state === 'refunded' ? 'refunded' : 'failed' } }),
    },
  ];
}

/** The units that were not refunded, by sku. */
export function unrefundedUnits(order: Order): Map<string, number> {
  const units = new Map(order.lines.map(({ sku, quantity }) => [sku, quantity]));
  for (const { sku, quantity } of refunded(order).flatMap(({ lines }) => lines)) {
    units.set(sku, (units.get(sku) ?? 0) - quantity);
  }
  return units;
}

/** In minor units. */
export function unrefundedAmount(order: Order): number {
  return refunded(order).reduce((left, { amount }) => left - amount, order.total.amount);
}

export function isRefundedInFull(order: Order): boolean {
  return refunded(order).length > 0 && unrefundedAmount(order) <= 0;
}

/** The earlier request that a request repeats. @throws AppError `REQUEST.KEY_REUSED` when its key came with another body. */
export function repeatedRefund(order: Order, wish: RefundWish): Refund | undefined {
  const refunds = refundsOf(order);
  if (wish.key === undefined) {
    const known = refunds.findLast((one) => one.key === undefined && isSame(one, wish));
    return known && known.ended?.outcome !== 'failed' && known.ended?.outcome !== 'refused' ? known : undefined;
  }
  const known = refunds.find(({ key }) => key === wish.key);
  if (known && !isSame(known, wish)) {
    throw new AppError('REQUEST.KEY_REUSED', 'Send a new key with each new intent.');
  }
  return known;
}

/**
 * Requests a refund; the same request again changes nothing.
 * @throws AppError `ORDER.NOT_REFUNDABLE`, `ORDER.ALREADY_REFUNDED`, `ORDER.REFUND_UNDER_WAY`, `ORDER.RESOLUTION_UNDER_WAY`,
 * `ORDER.REFUND_TOO_MUCH` (`left`), `ORDER.REFUND_INCOMPLETE` (`lines`), `REQUEST.INVALID` or `REQUEST.KEY_REUSED`.
 */
export function requestRefund(order: Order, wish: RefundWish): Order {
  if (repeatedRefund(order, wish)) return order;
  refuseUnlessRefundable(order);
  const refunds = refundsOf(order);
  const number = refunds.length + 1;
  const isWhole = wish.lines === undefined;
  const lines = wish.lines ?? unitsLeft(order);
  const { restock, reason, key, at } = wish;
  const id = `${order.orderId}:refund:${number}`;
  const refund: Refund = {
    ...{ number, isWhole, lines, restock, reason, at, ...(key !== undefined && { key }) },
    amount: isWhole ? unrefundedAmount(order) : amountOf(order, lines),
    state: order.state,
    actKey: keyOfRepeated(refunds, { isWhole, lines }) ?? id,
    instanceId: id,
  };
  const remark = { step: numbered('requestRefund', number), at, by: 'owner', detail: reason } as const;
  return { ...recordRemark(order, remark), refunds: [...refunds, refund] };
}

/** Records that the orchestration of a refund has begun. */
export function beginRefund(order: Order, number: number, at: string): Order {
  const refund = refundsOf(order).find((one) => one.number === number);
  if (!refund || refund.startedAt !== undefined || refund.ended) return order;
  return withRefund(order, { ...refund, startedAt: at }, at);
}

/** The order with the end of a refund, which is recorded once; its state is left to `recordRefundEnd`. */
export function endRefund(order: Order, number: number, ended: RefundEnd): Order {
  const refund = refundsOf(order).find((one) => one.number === number);
  return !refund || refund.ended ? order : withRefund(order, { ...refund, ended }, ended.at);
}

/** The parcels that need not be sent: everything in them is refunded, by this refund or before. */
export function parcelsRefundedBy(order: Order, refund: Refund): Parcel[] {
  const left = unrefundedUnits(order);
  for (const { sku, quantity } of refund.ended ? [] : refund.lines) left.set(sku, (left.get(sku) ?? 0) - quantity);
  const sent = order.shipments.filter(({ state }) => state !== 'created').map(({ warehouse }) => warehouse);
  const done = new Set([...sent, ...(order.withdrawn ?? [])]);
  const isRefunded = ({ sku }: Line) => (left.get(sku) ?? 0) <= 0;
  return parcelsOf(order.lines).filter(({ warehouse, lines }) => !done.has(warehouse) && lines.every(isRefunded));
}

/** Whether the orchestration of a retry of the undoing runs, or is about to. */
export function isBeingResolved({ resolutions = [] }: Order): boolean {
  return resolutions.some(({ resolution, refund, endedAt }) => {
    return resolution === 'retry' && refund === undefined && endedAt === undefined;
  });
}

function refuseUnlessRefundable(order: Order): void {
  const { state, timeline } = order;
  if (isRefundedInFull(order)) throw new AppError('ORDER.ALREADY_REFUNDED', 'Everything is refunded.');
  const underWay = refundsOf(order).find(({ ended }) => !ended);
  if (underWay) {
    const code = underWay.isWhole ? 'ORDER.ALREADY_REFUNDED' : 'ORDER.REFUND_UNDER_WAY';
    throw new AppError(code, `The refund was requested at ${underWay.at}.`);
  }
  if (isBeingResolved(order)) throw new AppError('ORDER.RESOLUTION_UNDER_WAY', 'The order is being undone.');
  const isPaid = state !== 'compensationFailed' || timeline.some(({ step }) => step === 'capturePayment');
  if (!isRefundable(state) || !isPaid) {
    throw new AppError('ORDER.NOT_REFUNDABLE', `The order is ${state}.`, { state });
  }
}

/**
 * The key of a refund that may have moved money although it failed: under the same key it moves none again. Until that is
 * settled, only the same refund or one of everything is accepted, since any other might refund the same units twice.
 */
function keyOfRepeated(refunds: readonly Refund[], wish: Pick<Refund, 'isWhole' | 'lines'>): string | undefined {
  const settled = new Set(
    refunds.flatMap(({ actKey, ended }) => (ended && ended.outcome !== 'failed' ? [actKey] : [])),
  );
  const open = refunds.findLast(({ actKey, ended }) => ended?.outcome === 'failed' && !settled.has(actKey));
  if (!open) return undefined;
  if (open.isWhole === wish.isWhole && haveSameUnits(open.lines, wish.lines)) return open.actKey;
  if (wish.isWhole) return undefined;
  const { number, lines } = open;
  throw new AppError('ORDER.REFUND_INCOMPLETE', `Repeat refund ${number} first, or refund everything.`, { lines });
}

function unitsLeft(order: Order): Line[] {
  return [...unrefundedUnits(order)].flatMap(([sku, quantity]) => (quantity > 0 ? [{ sku, quantity }] : []));
}

/** By the totals of the lines. Parts of a line add up to its total, whatever it is divided into. */
function amountOf(order: Order, lines: Line[]): number {
  const left = unrefundedUnits(order);
  const errors = lines.flatMap(({ sku }, index) =>
    left.has(sku) ? [] : [{ path: `lines.${index}.sku`, message: 'is not in the order' }],
  );
  if (errors.length > 0) throw new AppError('REQUEST.INVALID', 'lines: not in the order.', { errors });
  if (lines.some(({ sku, quantity }) => quantity > (left.get(sku) ?? 0))) {
    throw new AppError('ORDER.REFUND_TOO_MUCH', 'Fewer units are left to refund.', { left: unitsLeft(order) });
  }
  const amount = lines.reduce((sum, { sku, quantity }) => {
    const line = order.lines.find((one) => one.sku === sku);
    return sum + (line ? shareOf(line, line.quantity - (left.get(sku) ?? 0), quantity) : 0);
  }, 0);
  return Math.min(amount, unrefundedAmount(order));
}

function shareOf({ total, quantity: all }: OrderLine, before: number, quantity: number): number {
  const upTo = (units: number) => Math.floor((total.amount * units) / all);
  return upTo(before + quantity) - upTo(before);
}

function refunded(order: Order): Refund[] {
  return refundsOf(order).filter(({ ended }) => ended?.outcome === 'refunded');
}

function withRefund(order: Order, refund: Refund, at: string): Order {
  const refunds = refundsOf(order).map((one) => (one.number === refund.number ? refund : one));
  return changed({ ...order, refunds }, at);
}

function isSame(refund: Refund, { lines, restock, reason }: RefundWish): boolean {
  if (refund.restock !== restock || refund.reason !== reason) return false;
  return lines ? !refund.isWhole && haveSameUnits(refund.lines, lines) : refund.isWhole;
}

function haveSameUnits(some: Line[], others: Line[]): boolean {
  const text = (lines: Line[]) =>
    lines
      .map(({ sku, quantity }) => `${sku} ${quantity}`)
      .toSorted()
      .join();
  return text(some) === text(others);
}
