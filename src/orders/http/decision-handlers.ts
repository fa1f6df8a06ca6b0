// Cancellation, approval and refund over HTTP. Each is first written into the order's record, then raised as an event for the
// orchestration. A repeated request gets the same answer and raises the event again.

import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { z } from 'zod';
import { AppError } from '../../shared/http/errors';
import { type HttpHandler, idempotencyKey, readJson, route } from '../../shared/http/http';
import { readQuery } from '../../shared/http/query';
import { type Order, orderIdPattern } from '../order';
import { decideApproval, requestCancellation, requestRefund } from '../order-decisions';
import type { OrderLinks } from '../order-links';
import type { InvocationServices, LaunchOrder } from '../placing/launch-order';
import type { OrderLaunches } from '../ports/order-launches';
import type { OrderStore } from '../ports/order-store';
import type { CallerRoute } from './caller-route';
import type { ReadableOrders } from './readable-orders';
import { accessSchema } from './reading-handlers';

export interface DecisionHandlerDeps {
  /** A route that takes over the cart and the orders of a guest who has signed in. */
  cartRoute: CallerRoute;
  readable: Pick<ReadableOrders, 'otherCustomerOf'>;
  /** Where the order can be read with the link of a mail. */
  links: Pick<OrderLinks, 'pathTo'>;
  orders: OrderStore;
  launches: OrderLaunches;
  launchOrder: LaunchOrder;
  services: (context: InvocationContext) => InvocationServices;
  now: () => Date;
}

export interface DecisionHandlers {
  /** For the customer. */
  cancelOrder: HttpHandler;
  /** These two are for the owner of the shop. */
  decideApproval: HttpHandler;
  refundOrder: HttpHandler;
}

const reason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^\P{Cc}*$/u, 'must not contain control characters');
const approvalSchema = z.strictObject({ decision: z.enum(['approve', 'reject']), reason });
const refundSchema = z.strictObject({ restock: z.boolean(), reason });

export function makeDecisionHandlers(deps: DecisionHandlerDeps): DecisionHandlers {
  const { orders, launches, launchOrder, services } = deps;
  const now = () => deps.now().toISOString();

  /** The order in the path, of any customer. */
  async function anyOrder(request: HttpRequest, context: InvocationContext): Promise<Order> {
    const orderId = orderIdIn(request);
    const customerId = (await services(context).runs.customerOf(orderId)) ?? (await orders.customerOf(orderId));
    const order = customerId && (await orders.find(customerId, orderId));
    if (!order) throw notFound(orderId);
    return order;
  }

  return {
    cancelOrder: deps.cartRoute(async (request, caller, context) => {
      const orderId = orderIdIn(request);
      const { access } = readQuery(request, accessSchema);
      const isOwn = (await orders.find(caller.customerId, orderId)) !== undefined;
      const customerId = isOwn ? caller.customerId : await deps.readable.otherCustomerOf(caller, orderId, access);
      if (customerId === undefined) throw notFound(orderId);
      const at = now();
      const order = await orders.update(customerId, orderId, (known) => requestCancellation(known, at));
      // An orchestration that is not waiting for the event finds the request in the record.
      await services(context).runs.raiseOrderEvent(orderId, 'CancelRequested', { at });
      const byLink = access !== undefined && caller.customerId !== customerId;
      return accepted(order, byLink ? deps.links.pathTo(orderId) : `/api/orders/${orderId}`);
    }),

    decideApproval: route(async (request, context) => {
      const { customerId, orderId } = await anyOrder(request, context);
      const approval = { ...(await readJson(request, approvalSchema)), by: 'owner', at: now() } as const;
      const order = await orders.update(customerId, orderId, (known) => decideApproval(known, approval));
      const { decision, reason: why, by } = order.approval ?? approval;
      await services(context).runs.raiseOrderEvent(orderId, 'ApprovalDecided', { decision, reason: why, by });
      return accepted(order, ownerPlace(order));
    }),

    refundOrder: route(async (request, context) => {
      const key = idempotencyKey(request);
      const known = await anyOrder(request, context);
      const { customerId, orderId } = known;
      const refund = { ...(await readJson(request, refundSchema)), at: now(), ...(key && { key }) };
      requestRefund(known, refund);
      await launches.add({ kind: 'refund', orderId, customerId, createdAt: refund.at });
      const order = await orders.update(customerId, orderId, (latest) => requestRefund(latest, refund));
      await launchOrder.refund(order, services(context));
      return accepted(order, ownerPlace(order));
    }),
  };
}

function orderIdIn({ params }: HttpRequest): string {
  const { orderId = '' } = params;
  if (!orderIdPattern.test(orderId)) throw notFound(orderId);
  return orderId;
}

function notFound(orderId: string): AppError {
  return new AppError('ORDER.NOT_FOUND', `There is no order ${orderId} of yours.`);
}

/** @param location where the caller can read the order. */
function accepted({ orderId, state, total }: Order, location: string): HttpResponseInit {
  return { status: 202, headers: { location }, jsonBody: { orderId, state, total } };
}

function ownerPlace({ orderId }: Order): string {
  return `/api/admin/orders/${orderId}`;
}
