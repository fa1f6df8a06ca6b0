// The orders of all customers over HTTP, for the owner: the list, one order with everything, and the parcels to send.

import type { z } from 'zod';
import { AppError } from '../../shared/http/errors';
import { type HttpHandler, route } from '../../shared/http/http';
import { orderIdPattern } from '../order';
import { ownerShipments } from '../parcels-under-way';
import type { AllOrders, AllOrdersQuery, OrderToSend } from '../ports/all-orders';
import type { OrderStore } from '../ports/order-store';
import { allOrdersQuery } from './order-requests';
import { type AllOrdersJson, type OwnerOrderJson, ownerOrderJson } from './owner-order-json';
import { type ParcelsToSendJson, type ParcelToSendJson, parcelsQuery } from './parcel-schemas';

export interface OwnerHandlers {
  listAllOrders: HttpHandler;
  getAnyOrder: HttpHandler;
  listParcelsToSend: HttpHandler;
}

export interface OwnerHandlerDeps {
  allOrders: Pick<AllOrders, 'page' | 'toSend'>;
  orders: Pick<OrderStore, 'customerOf' | 'find'>;
  /** How long a parcel may be with the carrier. */
  deliveryOverdueAfterMs: number;
  now: () => Date;
}

const headers = { 'cache-control': 'no-store' };
const mostParcels = 100;

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

    listParcelsToSend: route(async (_request, _context, { warehouse }) => {
      const { orders: toSend, complete } = await allOrders.toSend();
      const parcels = toSend.flatMap(parcelsOf).sort(byAge);
      const wanted = parcels.filter((parcel) => warehouse === undefined || parcel.warehouse === warehouse);
      const warehouses = countByWarehouse(parcels);
      const jsonBody: ParcelsToSendJson = { warehouses, parcels: wanted.slice(0, mostParcels), complete };
      return { status: 200, headers, jsonBody };
    }, parcelsQuery),
  };
}

function parcelsOf({ orderId, createdAt: placedAt, parcels }: OrderToSend): ParcelToSendJson[] {
  return parcels.map((parcel) => ({ orderId, placedAt, ...parcel }));
}

function byAge(a: ParcelToSendJson, b: ParcelToSendJson): number {
  return Date.parse(a.placedAt) - Date.parse(b.placedAt);
}

function countByWarehouse(parcels: ParcelToSendJson[]): ParcelsToSendJson['warehouses'] {
  const counts = new Map<string, number>();
  for (const { warehouse } of parcels) counts.set(warehouse, (counts.get(warehouse) ?? 0) + 1);
  return [...counts]
    .map(([warehouse, count]) => ({ warehouse, parcels: count }))
    .sort((a, b) => (a.warehouse < b.warehouse ? -1 : 1));
}

function withoutAbsent(query: z.output<typeof allOrdersQuery>): AllOrdersQuery {
  const { limit, ...filters } = query;
  return { limit, ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) };
}
