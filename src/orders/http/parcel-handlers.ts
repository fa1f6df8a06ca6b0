// The picking list over HTTP: the parcels of all customers' orders that wait in the warehouses.

import { type HttpHandler, route } from '../../shared/http/http';
import { parcelsToSend } from '../parcels-to-send';
import type { AllOrders, OrderToSend } from '../ports/all-orders';
import type { OrderStore } from '../ports/order-store';
import { type ParcelsToSendJson, type ParcelToSendJson, parcelsQuery } from './parcel-schemas';

export interface ParcelHandlerDeps {
  allOrders: Pick<AllOrders, 'toSend'>;
  orders: Pick<OrderStore, 'find'>;
}

const headers = { 'cache-control': 'no-store' };
const mostParcels = 100;
/** Of orders that an earlier version has indexed, which only a deployment leaves behind. */
const mostRead = 100;

export function makeParcelHandlers({ allOrders, orders }: ParcelHandlerDeps): { listParcelsToSend: HttpHandler } {
  /** An order that an earlier version has indexed. */
  async function fromRecord(snapshot: OrderToSend): Promise<OrderToSend> {
    const order = await orders.find(snapshot.customerId, snapshot.orderId);
    return { ...snapshot, parcels: order ? parcelsToSend(order) : [] };
  }

  return {
    listParcelsToSend: route(async (_request, _context, { warehouse }) => {
      const { orders: toSend, complete: areAll } = await allOrders.toSend();
      const known = toSend.filter((order) => order.parcels);
      const unknown = toSend.filter((order) => !order.parcels);
      const read = await Promise.all(unknown.slice(0, mostRead).map(fromRecord));
      const parcels = [...known, ...read].flatMap(parcelsOf).sort(byAge);
      const complete = areAll && unknown.length <= mostRead;
      const wanted = parcels.filter((parcel) => warehouse === undefined || parcel.warehouse === warehouse);
      const warehouses = countByWarehouse(parcels);
      const jsonBody: ParcelsToSendJson = { warehouses, parcels: wanted.slice(0, mostParcels), complete };
      return { status: 200, headers, jsonBody };
    }, parcelsQuery),
  };
}

function parcelsOf({ orderId, createdAt: placedAt, parcels = [] }: OrderToSend): ParcelToSendJson[] {
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
