// Orders over HTTP, the carrier's reports, and the timer that launches what a crash left behind.

import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { z } from 'zod';
import type { CustomerRoutes } from '../../shared/http/customer-route';
import { AppError } from '../../shared/http/errors';
import {
  type HttpHandler,
  parse,
  parseJson,
  readJson,
  readText,
  requiredIdempotencyKey,
  route,
} from '../../shared/http/http';
import { type Order, orderIdPattern } from '../order';
import { type OrderState, orderStates } from '../order-states';
import type { InvocationServices, LaunchOrder } from '../placing/launch-order';
import type { PlaceOrder } from '../placing/place-order';
import type { OrderStore } from '../ports/order-store';
import { checkoutSchema } from './checkout-schema';
import { orderJson } from './order-json';
import { eventOfReport, reportHeaders, shippingReportSchema, verifyReport } from './shipping-report';
import type { WatchOrder } from './watch-order';

export interface OrderHandlerDeps extends CustomerRoutes {
  orders: OrderStore;
  placeOrder: PlaceOrder;
  launchOrder: LaunchOrder;
  watchOrder: WatchOrder;
  /** What an invocation's durable client gives. */
  services: (context: InvocationContext) => InvocationServices;
  webhookSecret: string;
  now: () => Date;
}

export interface OrderHandlers {
  placeOrder: HttpHandler;
  listOrders: HttpHandler;
  getOrder: HttpHandler;
  shippingWebhook: HttpHandler;
  startStalledOrders: (timer: unknown, context: InvocationContext) => Promise<void>;
}

const pageSize = 20;
const longestWaitSeconds = 30;
const listSchema = z.object({
  status: z.enum(orderStates).optional(),
  cursor: z.string().max(200).optional(),
});

export function makeOrderHandlers(deps: OrderHandlerDeps): OrderHandlers {
  const { customerRoute, cartRoute, orders, launchOrder, watchOrder, services, webhookSecret, now } = deps;
  return {
    placeOrder: cartRoute(async (request, { customerId }, context) => {
      const idempotencyKey = requiredIdempotencyKey(request);
      const checkout = await readJson(request, checkoutSchema);
      const warn = (message: string, cause: unknown) => context.warn(message, cause);
      const order = await deps.placeOrder({ customerId, idempotencyKey, checkout }, services(context), warn);
      return placed(order);
    }),

    listOrders: customerRoute(async (request, { customerId }) => {
      const { status, cursor } = parse(Object.fromEntries(request.query), listSchema);
      const query = { limit: pageSize, ...(status && { state: status }), ...(cursor && { cursor }) };
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

    shippingWebhook: route(async (request, context) => {
      const { reference, event, at } = await shippingReport(request, webhookSecret, now());
      const known = await services(context).runs.raiseShipmentEvent(reference, eventOfReport[event], at);
      if (!known) context.warn(`The carrier reports ${event} of ${reference}, which is not (or no longer) known.`);
      return { status: 202 };
    }),

    async startStalledOrders(_timer, context) {
      const { launched, failed } = await launchOrder.launchStalled(services(context));
      for (const orderId of launched) context.warn(`${orderId} was recorded but not launched; it is now.`);
      for (const { orderId, error } of failed) context.error(`${orderId} cannot be launched yet:`, error);
    },
  };
}

/** The same for every repetition of a request, however far the order has come since. */
function placed({ orderId, total }: Order): HttpResponseInit {
  const state: OrderState = 'placed';
  return { status: 202, headers: { location: `/api/orders/${orderId}` }, jsonBody: { orderId, state, total } };
}

/** Seconds of a Prefer header's `wait`, 30 at most; undefined when it asks for none. */
function preferredWait(prefer: string | null): number | undefined {
  const seconds = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,9})/i.exec(prefer ?? '')?.[1];
  return seconds === undefined ? undefined : Math.min(Number(seconds), longestWaitSeconds);
}

function versionIn(ifNoneMatch: string | null): number | undefined {
  const version = /^\s*(?:W\/)?"(\d{1,15})"\s*$/.exec(ifNoneMatch ?? '')?.[1];
  return version === undefined ? undefined : Number(version);
}

/** Nothing of the body is looked at before its signature is found right. */
async function shippingReport(request: HttpRequest, secret: string, now: Date) {
  const body = await readText(request);
  const { headers } = request;
  const [timestamp, signature] = [headers.get(reportHeaders.timestamp), headers.get(reportHeaders.signature)];
  verifyReport({ timestamp, signature, body }, secret, now);
  return parse(parseJson(body), shippingReportSchema);
}
