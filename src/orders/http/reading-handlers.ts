// A customer's orders over HTTP: the list, and a single order, which can be long-polled.

import { z } from 'zod';
import { AppError } from '../../shared/http/errors';
import type { HttpHandler } from '../../shared/http/http';
import { readQuery } from '../../shared/http/query';
import { orderIdPattern } from '../order';
import { orderStates } from '../order-states';
import type { OrderStore } from '../ports/order-store';
import type { CallerRoute } from './caller-route';
import { orderJson } from './order-json';
import type { WatchOrder } from './watch-order';

export interface ReadingHandlerDeps {
  customerRoute: CallerRoute;
  orders: Pick<OrderStore, 'list'>;
  watchOrder: WatchOrder;
}

export interface ReadingHandlers {
  listOrders: HttpHandler;
  getOrder: HttpHandler;
}

const pageSize = 20;
const longestWaitSeconds = 30;
const listSchema = z.strictObject({
  state: z.enum(orderStates).optional(),
  cursor: z.string().max(200).optional(),
});

export function makeReadingHandlers({ customerRoute, orders, watchOrder }: ReadingHandlerDeps): ReadingHandlers {
  return {
    listOrders: customerRoute(async (request, { customerId }) => {
      const { state, cursor } = readQuery(request, listSchema);
      const query = { limit: pageSize, ...(state && { state }), ...(cursor && { cursor }) };
      return { status: 200, jsonBody: await orders.list(customerId, query) };
    }),

    getOrder: customerRoute(async (request, { customerId }) => {
      const { orderId = '' } = request.params;
      const knownVersion = versionIn(request.headers.get('if-none-match'));
      const waitSeconds = preferredWait(request.headers.get('prefer'));
      const watch = { customerId, orderId, waitMs: (waitSeconds ?? 0) * 1000, ...(knownVersion && { knownVersion }) };
      const order = orderIdPattern.test(orderId) ? await watchOrder(watch) : undefined;
      if (!order) throw new AppError('ORDER.NOT_FOUND', `There is no order ${orderId} of yours.`);
      const applied = waitSeconds === undefined ? {} : { 'preference-applied': `wait=${waitSeconds}` };
      const headers = { etag: `"${order.version}"`, ...applied };
      return order.version === knownVersion
        ? { status: 304, headers }
        : { status: 200, headers, jsonBody: orderJson(order) };
    }),
  };
}

/** The `wait` of a Prefer header in seconds, at most 30; undefined without one. */
function preferredWait(prefer: string | null): number | undefined {
  const seconds = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,9})/i.exec(prefer ?? '')?.[1];
  return seconds === undefined ? undefined : Math.min(Number(seconds), longestWaitSeconds);
}

function versionIn(ifNoneMatch: string | null): number | undefined {
  const version = /^\s*(?:W\/)?"(\d{1,15})"\s*$/.exec(ifNoneMatch ?? '')?.[1];
  return version === undefined ? undefined : Number(version);
}
