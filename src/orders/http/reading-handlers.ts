// A customer's orders over HTTP: the list, and a single order, which can be long-polled.

import { AppError } from '../../shared/http/errors';
import type { HttpHandler } from '../../shared/http/http';
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

const longestWaitSeconds = 30;
export function makeReadingHandlers({ cartRoute, readable, watchOrder }: ReadingHandlerDeps): ReadingHandlers {
  async function readableOrder(caller: OrderReader, watch: Omit<Watch, 'customerId'>, access?: string) {
    const own = await watchOrder({ ...watch, customerId: caller.customerId });
    if (own) return { ...own, isOwn: true };
    const formerly = await readable.otherCustomerOf(caller, watch.orderId);
    const linked = formerly === undefined && access !== undefined;
    const customerId = linked ? await readable.otherCustomerOf(caller, watch.orderId, access) : formerly;
    const other = customerId === undefined ? undefined : await watchOrder({ ...watch, customerId });
    return other && { ...other, isOwn: formerly !== undefined };
  }

  return {
    listOrders: cartRoute(async (_request, caller, _context, { limit, state, cursor }) => {
      const query = { limit, ...(state && { state }), ...(cursor && { cursor }) };
      const jsonBody: OrderListJson = await readable.list(caller, query);
      return { status: 200, jsonBody };
    }, listQuery),

    getOrder: cartRoute(async (request, caller, _context, { access }) => {
      const { orderId = '' } = request.params;
      const knownVersion = versionIn(request.headers.get('if-none-match'));
      const waitSeconds = preferredWait(request.headers.get('prefer'));
      const watch = { orderId, waitMs: (waitSeconds ?? 0) * 1000, ...(knownVersion && { knownVersion }) };
      const found = orderIdPattern.test(orderId) ? await readableOrder(caller, watch, access) : undefined;
      if (!found) throw new AppError('ORDER.NOT_FOUND', `There is no order ${orderId} of yours.`);
      const { order, isHeld, isOwn } = found;
      const applied = isHeld ? { 'preference-applied': `wait=${waitSeconds}` } : {};
      const headers = { etag: `"${order.version}"`, ...applied };
      return order.version === knownVersion
        ? { status: 304, headers }
        : { status: 200, headers, jsonBody: orderJson(order, isOwn) };
    }, accessSchema),
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
