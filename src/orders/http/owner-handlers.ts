// The orders of all customers over HTTP, for the owner: the list, and one order with everything.

import { z } from 'zod';
import { AppError } from '../../shared/http/errors';
import { type HttpHandler, route } from '../../shared/http/http';
import { noQuery, readOwnerQuery } from '../../shared/http/query';
import { mailAddress } from '../../shared/mail-address';
import { orderIdPattern } from '../order';
import { orderStates } from '../order-states';
import { ownerShipments } from '../parcels-under-way';
import type { AllOrders, AllOrdersQuery } from '../ports/all-orders';
import type { OrderStore } from '../ports/order-store';
import { ownerOrderJson } from './owner-order-json';

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

const pageSize = 20;
const time = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 time such as 2026-03-01T12:00:00Z' })
  .transform((text) => new Date(text).toISOString());
const querySchema = z.strictObject({
  state: z.enum(orderStates).optional(),
  email: mailAddress.optional(),
  orderId: z.string().regex(orderIdPattern, 'must be an order id').optional(),
  placedFrom: time.optional(),
  placedTo: time.optional(),
  cursor: z.string().max(200).optional(),
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, 'must be a number from 1 to 100')
    .transform(Number)
    .default(pageSize),
});

const headers = { 'cache-control': 'no-store' };

export function makeOwnerHandlers(deps: OwnerHandlerDeps): OwnerHandlers {
  const { allOrders, orders, deliveryOverdueAfterMs, now } = deps;

  return {
    listAllOrders: route(async (request) => {
      const query = withoutAbsent(readOwnerQuery(request, querySchema));
      return { status: 200, headers, jsonBody: await allOrders.page(query) };
    }),

    getAnyOrder: route(async (request) => {
      readOwnerQuery(request, noQuery);
      const { orderId = '' } = request.params;
      const customerId = orderIdPattern.test(orderId) ? await orders.customerOf(orderId) : undefined;
      const order = customerId && (await orders.find(customerId, orderId));
      if (!order) throw new AppError('ORDER.NOT_FOUND', `There is no order ${orderId}.`);
      const shipments = ownerShipments(order, now().getTime(), deliveryOverdueAfterMs);
      const jsonBody = ownerOrderJson(order, shipments);
      return { status: 200, headers: { ...headers, etag: `"${order.version}"` }, jsonBody };
    }),
  };
}

function withoutAbsent(query: z.output<typeof querySchema>): AllOrdersQuery {
  const { limit, ...filters } = query;
  return { limit, ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) };
}
