// Placing an order over HTTP, and the timer that launches orders that a crash left behind.

import type { HttpResponseInit, InvocationContext } from '@azure/functions';
import { ifMatchVersions } from '../../shared/http/conditional-requests';
import { type HttpHandler, readJson, requiredIdempotencyKey } from '../../shared/http/http';
import type { Order } from '../order';
import { stateAfter } from '../order-states';
import type { InvocationServices, LaunchOrder } from '../placing/launch-order';
import type { PlaceOrder } from '../placing/place-order';
import type { CallerRoute } from './caller-route';
import { checkoutSchema } from './checkout-schema';
import type { AcceptedJson } from './order-json';

export interface PlacingHandlerDeps {
  /** A route that may read the caller's cart, with the limits of a checkout. */
  checkoutRoute: CallerRoute;
  placeOrder: PlaceOrder;
  launchOrder: LaunchOrder;
  services: (context: InvocationContext) => InvocationServices;
}

export interface PlacingHandlers {
  placeOrder: HttpHandler;
  startStalledOrders: (timer: unknown, context: InvocationContext) => Promise<void>;
}

export function makePlacingHandlers({
  checkoutRoute,
  placeOrder,
  launchOrder,
  services,
}: PlacingHandlerDeps): PlacingHandlers {
  return {
    placeOrder: checkoutRoute(async (request, { customerId, formerGuest }, context) => {
      const idempotencyKey = requiredIdempotencyKey(request);
      const onlyIfVersion = ifMatchVersions(request.headers.get('if-match'));
      const checkout = await readJson(request, checkoutSchema);
      const wish = { customerId, idempotencyKey, checkout, ...(onlyIfVersion && { onlyIfVersion }) };
      const formerly = formerGuest && { formerGuestId: formerGuest.guestId };
      return placed(await placeOrder({ ...wish, ...formerly }, services(context)));
    }),

    async startStalledOrders(_timer, context) {
      const { launched, failed } = await launchOrder.launchStalled(services(context));
      for (const orderId of launched) context.warn(`${orderId} was recorded but not launched; it is now.`);
      for (const { orderId, error } of failed) context.error(`${orderId} cannot be launched yet:`, error);
    },
  };
}

/** The same response for every repetition of a request, whatever state the order is in by then. */
function placed({ orderId, total }: Order): HttpResponseInit {
  const jsonBody: AcceptedJson = { orderId, state: stateAfter.placeOrder, total };
  return { status: 202, headers: { location: `/api/orders/${orderId}` }, jsonBody };
}
