// The orders of all customers over HTTP, for the owner: the list, and one order with everything.

import type { z } from 'zod';
import { AppError } from '../../shared/http/errors';
import { type HttpHandler, route } from '../../shared/http/http';
import { orderIdPattern } from '../order';
import { ownerShipments } from '../parcels-under-way';
import type { AllOrders, AllOrdersQuery } from '../ports/all-orders';
import type { OrderStore } from '../ports/order-store';
import { allOrdersQuery } from './order-requests';
import { type AllOrdersJson, type OwnerOrderJson, ownerOrderJson } from './owner-order-json';

export interface OwnerHandlers {
  listAllOrders: HttpHandler;
  getAnyOrder: HttpHandler;
}

export interface OwnerHandlerDeps {
  allOrders: Pick<AllOrders, 'page'>;
  orders: Pick<OrderStore, 'customerOf' | 'find'>;
  /** How long a parcel may be with the carrier. */
  deliveryOverdueAfterMs: number;
  now: () => Date;
}

const headers = { 'cache-control': 'no-store' };

export function makeOwnerHandlers(deps: OwnerHandlerDeps): OwnerHandlers {
  const { allOrders, orders, deliveryOverdueAfterMs, now } = deps;

  return {
    listAllOrders: route(async (_request, _context, query) => {
      const jsonBody: AllOrdersJson = await allOrders.page(withoutAbsent(query));
      return { status: 200, headers, jsonBody };
    }, allOrdersQuery),

    getAnyOrder: route(async (request) => {
      const { orderId = '' } = request.params;
      const customerId = orderIdPattern.test(orderId) ? await orders.customerOf(orderId) : undefined;
      const order = customerId && (await orders.find(customerId, orderId));
      if (!order) throw new AppError('ORDER.NOT_FOUND', `There is no order ${orderId}.`);
      const shipments = ownerShipments(order, now().getTime(), deliveryOverdueAfterMs);
      const jsonBody: OwnerOrderJson = ownerOrderJson(order, shipments);
      return { status: 200, headers: { ...headers, etag: `"${order.version}"` }, jsonBody };
    }),
  };
}

function withoutAbsent(query: z.output<typeof allOrdersQuery>): AllOrdersQuery {
  const { limit, ...filters } = query;
  return { limit, ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) };
}
