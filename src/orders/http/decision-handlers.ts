// Cancellation, approval and refund over HTTP. Each is first written into the order's record, then raised as an event for the
// orchestration. A repeated request gets the same answer and raises the event again.

import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { z } from 'zod';
import { AppError } from '../../shared/http/errors';
import { type HttpHandler, idempotencyKey, readJson, route } from '../../shared/http/http';
import { printableText } from '../../shared/printable-text';
import { type Order, orderIdPattern } from '../order';
import { decideApproval, requestCancellation, requestRefund } from '../order-decisions';
import type { InvocationServices, LaunchOrder } from '../placing/launch-order';
import type { OrderLaunches } from '../ports/order-launches';
import type { OrderStore } from '../ports/order-store';
import type { CallerRoute } from './caller-route';

export interface DecisionHandlerDeps {
  customerRoute: CallerRoute;
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

const reason = printableText(500);
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
    cancelOrder: deps.customerRoute(async (request, { customerId }, context) => {
      const orderId = orderIdIn(request);
      if (!(await orders.find(customerId, orderId))) throw notFound(orderId);
      const at = now();
      const order = await orders.update(customerId, orderId, (known) => requestCancellation(known, at));
      // An orchestration that is not waiting for the event finds the request in the record.
      await services(context).runs.raiseOrderEvent(orderId, 'CancelRequested', { at });
      return accepted(order);
    }),

    decideApproval: route(async (request, context) => {
      const { customerId, orderId } = await anyOrder(request, context);
      const approval = { ...(await readJson(request, approvalSchema)), by: 'owner', at: now() } as const;
      const order = await orders.update(customerId, orderId, (known) => decideApproval(known, approval));
      const { decision, reason: why, by } = order.approval ?? approval;
      await services(context).runs.raiseOrderEvent(orderId, 'ApprovalDecided', { decision, reason: why, by });
      return accepted(order);
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
      return accepted(order);
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

function accepted({ orderId, state, total }: Order): HttpResponseInit {
  return { status: 202, headers: { location: `/api/orders/${orderId}` }, jsonBody: { orderId, state, total } };
}
