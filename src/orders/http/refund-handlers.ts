// Refunds and resolutions over HTTP, for the owner. A request is written into the order's record, then its orchestration is
// started, once. The same request again gets the same answer, and starts nothing that has begun.

import type { HttpRequest, InvocationContext } from '@azure/functions';
import { type HttpHandler, idempotencyKey, readJson, route } from '../../shared/http/http';
import type { Order, Refund } from '../order';
import type { InvocationServices, LaunchOrder } from '../placing/launch-order';
import type { OrderLaunches } from '../ports/order-launches';
import type { OrderStore } from '../ports/order-store';
import { recordRefundEnd } from '../refund-end';
import { type RefundWish, refundsOf, repeatedRefund, requestRefund } from '../refunds';
import { endResolution, type ResolutionWish, repeatedResolution, resolveOrder } from '../resolutions';
import { resolutionInstance } from '../saga/resolution-run';
import { acceptedAnswer, anyOrder } from './any-order';
import { type RefundAcceptedJson, refundSchema, resolutionSchema } from './refund-schemas';

export interface RefundHandlerDeps {
  orders: OrderStore;
  launches: OrderLaunches;
  launchOrder: LaunchOrder;
  services: (context: InvocationContext) => InvocationServices;
  now: () => Date;
}

export interface RefundHandlers {
  refundOrder: HttpHandler;
  resolveOrder: HttpHandler;
}

export function makeRefundHandlers(deps: RefundHandlerDeps): RefundHandlers {
  const { orders, launches, launchOrder, services } = deps;
  const now = () => deps.now().toISOString();

  /** The order in the path. What the record says is under way, but no orchestration works on, has failed. */
  async function orderOf(request: HttpRequest, { runs }: InvocationServices): Promise<Order> {
    const order = await anyOrder(request, orders, runs);
    const { customerId, orderId } = order;
    const refund = refundsOf(order).find((one) => hasBegun(one) && !one.ended);
    const retry = order.resolutions?.find(({ startedAt, endedAt }) => startedAt !== undefined && !endedAt);
    if (refund && (await runs.isOver(refund.instanceId))) {
      const end = { at: now(), outcome: 'failed', detail: 'Its orchestration has ended without a result.' } as const;
      return orders.update(customerId, orderId, (latest) => recordRefundEnd(latest, refund.number, end));
    }
    if (retry && (await runs.isOver(resolutionInstance(orderId, retry.number)))) {
      return orders.update(customerId, orderId, (latest) => endResolution(latest, retry.number, now()));
    }
    return order;
  }

  return {
    refundOrder: route(async (request, context) => {
      const key = idempotencyKey(request);
      const known = await orderOf(request, services(context));
      const { customerId, orderId } = known;
      const { lines: wanted, ...body } = await readJson(request, refundSchema);
      const wish: RefundWish = { ...body, at: now(), ...(wanted && { lines: wanted }), ...(key && { key }) };
      requestRefund(known, wish);
      await launches.add({ kind: 'refund', orderId, customerId, createdAt: wish.at });
      const order = await orders.update(customerId, orderId, (latest) => requestRefund(latest, wish));
      await launchOrder.refund(order, services(context));
      const refund = repeatedRefund(order, wish);
      return acceptedAnswer({ ...order, ...(refund && { state: refund.state }) }, refund && refundJson(refund, order));
    }),

    resolveOrder: route(async (request, context) => {
      const key = idempotencyKey(request);
      const known = await orderOf(request, services(context));
      const { customerId, orderId } = known;
      const { reason, resolution } = await readJson(request, resolutionSchema);
      const wish: ResolutionWish = { resolution, at: now(), ...(reason && { reason }), ...(key && { key }) };
      resolveOrder(known, wish);
      await launches.add({ kind: 'resolution', orderId, customerId, createdAt: wish.at });
      const order = await orders.update(customerId, orderId, (latest) => resolveOrder(latest, wish));
      await launchOrder.resolution(order, services(context));
      const entry = repeatedResolution(order, wish);
      return acceptedAnswer({ ...order, ...(entry && { state: entry.state }) }, { resolution });
    }),
  };
}

/** Of a refund that an earlier version has requested, the record does not say whether it has begun. */
function hasBegun({ startedAt, instanceId }: Refund): boolean {
  return startedAt !== undefined || instanceId.startsWith('refund:');
}

function refundJson(
  { number, amount, lines: units, restock }: Refund,
  { total }: Order,
): Pick<RefundAcceptedJson, 'refund'> {
  return { refund: { number, amount: { ...total, amount }, lines: units, restock } };
}
