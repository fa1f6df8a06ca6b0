// Cancellation and approval over HTTP. Each is first written into the order's record, then raised as an event for the
// orchestration. A repeated request gets the same answer and raises the event again.

import type { InvocationContext } from '@azure/functions';
import { type HttpHandler, readJson, route } from '../../shared/http/http';
import { decideApproval, requestCancellation } from '../order-decisions';
import type { OrderLinks } from '../order-links';
import type { InvocationServices } from '../placing/launch-order';
import type { OrderStore } from '../ports/order-store';
import { acceptedAnswer, anyOrder, orderIdIn, orderNotFound } from './any-order';
import type { CallerRoute } from './caller-route';
import { accessSchema, approvalSchema } from './order-requests';
import type { ReadableOrders } from './readable-orders';

export interface DecisionHandlerDeps {
  /** A route that takes over the cart and the orders of a guest who has signed in. */
  cartRoute: CallerRoute;
  readable: Pick<ReadableOrders, 'otherCustomerOf'>;
  /** Where the order can be read with the link of a mail. */
  links: Pick<OrderLinks, 'pathTo'>;
  orders: OrderStore;
  services: (context: InvocationContext) => InvocationServices;
  now: () => Date;
}

export interface DecisionHandlers {
  /** For the customer. */
  cancelOrder: HttpHandler;
  /** For the owner of the shop. */
  decideApproval: HttpHandler;
}

export function makeDecisionHandlers(deps: DecisionHandlerDeps): DecisionHandlers {
  const { orders, services } = deps;
  const now = () => deps.now().toISOString();

  return {
    cancelOrder: deps.cartRoute(async (request, caller, context, { access }) => {
      const orderId = orderIdIn(request);
      const isOwn = (await orders.find(caller.customerId, orderId)) !== undefined;
      const customerId = isOwn ? caller.customerId : await deps.readable.otherCustomerOf(caller, orderId, access);
      if (customerId === undefined) throw orderNotFound(orderId);
      const at = now();
      const order = await orders.update(customerId, orderId, (known) => requestCancellation(known, at));
      // An orchestration that is not waiting for the event finds the request in the record.
      await services(context).runs.raiseOrderEvent(orderId, 'CancelRequested', { at });
      const byLink = access !== undefined && caller.customerId !== customerId;
      return acceptedAnswer(order, {}, byLink ? deps.links.pathTo(orderId) : `/api/orders/${orderId}`);
    }, accessSchema),

    decideApproval: route(async (request, context) => {
      const { customerId, orderId } = await anyOrder(request, orders, services(context).runs);
      const approval = { ...(await readJson(request, approvalSchema)), by: 'owner', at: now() } as const;
      const order = await orders.update(customerId, orderId, (known) => decideApproval(known, approval));
      const { decision, reason: why, by } = order.approval ?? approval;
      await services(context).runs.raiseOrderEvent(orderId, 'ApprovalDecided', { decision, reason: why, by });
      return acceptedAnswer(order);
    }),
  };
}
