// A customer's orders over HTTP: the list, and a single order, which can be long-polled.

import { AppError } from '../../shared/http/errors';
import type { HttpHandler } from '../../shared/http/http';
import { readQuery } from '../../shared/http/query';
import { orderIdPattern } from '../order';
import type { CallerRoute } from './caller-route';
import { type OrderListJson, orderJson } from './order-json';
import { accessSchema, listQuery } from './order-requests';
import type { OrderReader, ReadableOrders } from './readable-orders';
import type { Watch, WatchOrder } from './watch-order';

export interface ReadingHandlerDeps {
  /** A route that takes over the cart and the orders of a guest who has signed in. */
  cartRoute: CallerRoute;
  readable: ReadableOrders;
  watchOrder: WatchOrder;
}

export interface ReadingHandlers {
  listOrders: HttpHandler;
  getOrder: HttpHandler;
}

const pageSize = 20;
const longestWaitSeconds = 30;
export function makeReadingHandlers({ cartRoute, readable, watchOrder }: ReadingHandlerDeps): ReadingHandlers {
  async function readableOrder(caller: OrderReader, watch: Omit<Watch, 'customerId'>, access?: string) {
    const own = await watchOrder({ ...watch, customerId: caller.customerId });
    if (own) return { order: own, isOwn: true };
    const formerly = await readable.otherCustomerOf(caller, watch.orderId);
    const linked = formerly === undefined && access !== undefined;
    const customerId = linked ? await readable.otherCustomerOf(caller, watch.orderId, access) : formerly;
    const order = customerId === undefined ? undefined : await watchOrder({ ...watch, customerId });
    return order && { order, isOwn: formerly !== undefined };
  }

  return {
    listOrders: cartRoute(async (request, caller) => {
      const { state, cursor } = readQuery(request, listQuery);
      const query = { limit: pageSize, ...(state && { state }), ...(cursor && { cursor }) };
      const jsonBody: OrderListJson = await readable.list(caller, query);
      return { status: 200, jsonBody };
    }),

    getOrder: cartRoute(async (request, caller) => {
      const { orderId = '' } = request.params;
      const { access } = readQuery(request, accessSchema);
      const knownVersion = versionIn(request.headers.get('if-none-match'));
      const waitSeconds = preferredWait(request.headers.get('prefer'));
      const watch = { orderId, waitMs: (waitSeconds ?? 0) * 1000, ...(knownVersion && { knownVersion }) };
      const found = orderIdPattern.test(orderId) ? await readableOrder(caller, watch, access) : undefined;
      if (!found) throw new AppError('ORDER.NOT_FOUND', `There is no order ${orderId} of yours.`);
      const { order, isOwn } = found;
      const applied = waitSeconds === undefined ? {} : { 'preference-applied': `wait=${waitSeconds}` };
      const headers = { etag: `"${order.version}"`, ...applied };
      return order.version === knownVersion
        ? { status: 304, headers }
        : { status: 200, headers, jsonBody: orderJson(order, isOwn) };
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
