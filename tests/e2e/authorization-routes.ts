// The authorization matrix: one row per route of the app. The test fails if a route has no row.
//
// Write `'<METHOD> <route as registered>': rule(status)`, with the rule that fits (HEAD follows from GET):
//   forAnyone  the same answer for all              forAdmin  the function key alone; all others 401
//   forCaller  all, each for their own data         forOwner  guest A, who placed the order; all others 404
//   forSigned  only requests with a signature; all others 401
// A status may be a list if several are valid. To override single callers: `{ ...forAdmin(200), nobody: 404 }`.
// Besides the status, a rule takes `request`, which returns body and headers, and `check`, which checks the response.
// Route parameters get their values from `parameters`. Rows run from top to bottom, the callers of a row concurrently: a
// route that deletes something comes after those that need it.

import { randomUUID } from 'node:crypto';
import { aCheckout } from '../../scripts/shop/check-out';
import { type CallerName, callerNames, type Heard, type Scene, type Sent } from '../helpers/authorization-scene';

type Status = number | readonly number[];

export interface RouteRule extends Record<CallerName, Status> {
  request?: (scene: Scene, caller: CallerName) => Sent;
  check?: (heard: Heard, caller: CallerName, scene: Scene) => void;
}

type Rest = Pick<RouteRule, 'request' | 'check'>;

/** The values of route parameters. */
export const parameters: Record<string, (scene: Scene) => string> = {
  sku: ({ sku }) => sku,
  pictureId: ({ pictureId }) => pictureId,
  file: () => 'thumb.jpg',
  orderId: ({ orderId }) => orderId,
  shipmentId: () => 'shp_x',
  queue: () => 'picture-jobs',
  name: () => 'unknownOrchestrator',
  id: () => `whk_${'0'.repeat(12)}${'a'.repeat(26)}`,
  reference: ({ orderId }) => `${orderId}.${'A'.repeat(43)}`,
};

const withKey = (body?: unknown) => (): Sent => ({ body, headers: { 'idempotency-key': randomUUID() } });
const quantityOf = (caller: CallerName) => 10 + callerNames.indexOf(caller);
const json = ({ text }: Heard) => JSON.parse(text);

/** Of a path that no other route takes. */
const noRoute: Rest = { check: (heard) => expect(json(heard).code).toBe('ROUTE.NOT_FOUND') };

const rows: Record<string, RouteRule> = {
  'GET health': forAnyone(200),
  'GET openapi.json': forAnyone(200),
  'GET docs': forAnyone(200),
  'GET products': forAnyone(200),
  'GET products/{sku}': forAnyone(200),
  'GET media/{pictureId}/{file}': forAnyone(200),

  'GET cart': forCaller(200, {
    check: (heard, caller) => {
      expect(json(heard).units).toBe(caller === 'guestA' ? 2 : 0);
      // Every new guest gets a cookie, even a caller with a forged cookie or a forged principal.
      expect([caller, heard.headers.getSetCookie().length]).toEqual([caller, isRemembered(caller) ? 0 : 1]);
    },
  }),
  'POST orders': forCaller(409, {
    request: withKey(aCheckout({ amount: 1, currency: 'EUR' })),
    check: (heard, caller) =>
      expect(json(heard).code).toBe(caller === 'guestA' ? 'ORDER.PRICE_CHANGED' : 'ORDER.CART_EMPTY'),
  }),
  'PUT cart/lines/{sku}': forCaller(200, {
    request: (_scene, caller) => ({ body: { quantity: quantityOf(caller) } }),
    check: (heard, caller) => expect(json(heard).units).toBe(quantityOf(caller)),
  }),
  'POST cart/lines': forCaller(200, {
    request: ({ sku }) => ({ body: { sku, quantity: 1 } }),
    check: (heard, caller) => expect(json(heard).units).toBe(isRemembered(caller) ? quantityOf(caller) + 1 : 1),
  }),
  'DELETE cart/lines/{sku}': {
    ...forCaller(404),
    guestA: 200,
    guestB: 200,
    customer: 200,
  },
  'DELETE cart': forCaller(200),

  'GET orders': forCaller(200, {
    check: (heard, caller, { orderId }) => {
      const seen = json(heard).orders.map((order: { orderId: string }) => order.orderId);
      expect(seen).toEqual(caller === 'guestA' ? [orderId] : []);
    },
  }),
  'GET orders/{orderId}': forOwner(200),

  'POST orders/{orderId}/shipments/{shipmentId}/dispatch': forAdmin(404, {
    request: withKey({ trackingNumber: '00340434161094000001' }),
  }),
  'POST orders/{orderId}/shipments/{shipmentId}/delivery': forAdmin(404, { request: withKey() }),

  // By now the order is shipped, so it can be refunded but not cancelled.
  'POST orders/{orderId}/cancellation': forOwner([202, 409]),
  'POST orders/{orderId}/approval': forAdmin(409, {
    request: () => ({ body: { decision: 'approve', reason: 'matrix' } }),
  }),
  'POST orders/{orderId}/refund': forAdmin([202, 409], {
    request: () => ({ body: { restock: false, reason: 'matrix' } }),
  }),

  // By now it is refunded, or about to be.
  'POST orders/{orderId}/resolution': forAdmin(409, { request: () => ({ body: { resolution: 'retry' } }) }),

  // The reference in the url is signed, and this one is not.
  'GET sandbox/payments/{reference}': forAnyone(404, noRoute),
  'POST sandbox/payments/{reference}': forAnyone(404, noRoute),

  'POST webhooks/shipping': forSigned({ request: () => ({ body: { shipmentId: 'shp_x', event: 'delivered' } }) }),
  'POST webhooks/payments': forSigned({ request: () => ({ body: { id: 'evt_x', type: 'payment_intent.canceled' } }) }),

  'GET catalog': forAdmin(200),
  'PUT catalog': forAdmin(200, { request: ({ catalog }) => ({ body: catalog }) }),
  'GET stock/{sku}': forAdmin(200),
  'POST stock/{sku}/adjustments': forAdmin(200, { request: withKey({ delta: 1, reason: 'matrix' }) }),
  'POST products/{sku}/pictures': forAdmin(201),
  'GET products/{sku}/pictures': forAdmin(200),
  'GET pictures/{pictureId}': forAdmin(200),
  'POST pictures/{pictureId}/reprocess': forAdmin(202),
  'POST admin/pictures/reprocess': forAdmin(202, { request: () => ({ body: { maxPictures: 1 } }) }),
  'DELETE pictures/{pictureId}': forAdmin(204),

  'POST orchestrators/{name}': forAdmin(404),
  'GET admin/orders': forAdmin(200),
  'GET admin/orders/{orderId}': forAdmin(200, {
    check: (heard, caller, { orderId }) => {
      if (caller === 'functionKey') expect(json(heard)).toMatchObject({ orderId, payments: expect.any(Array) });
    },
  }),
  'GET admin/overview': forAdmin(200),
  'GET admin/figures': forAdmin(200),
  'GET admin/parcels': forAdmin(200),
  'GET admin/carts': forAdmin(200),
  'GET admin/poison': forAdmin(200),
  'GET admin/webhooks': forAdmin(200),
  'POST admin/webhooks/{id}/replay': forAdmin(404),
  'POST admin/poison/{queue}/replay': forAdmin(200),

  'GET {*path}': forAnyone(404, noRoute),
  'POST {*path}': forAnyone(404, noRoute),
  'PUT {*path}': forAnyone(404, noRoute),
  'PATCH {*path}': forAnyone(404, noRoute),
  'DELETE {*path}': forAnyone(404, noRoute),
};

/** HEAD lets in whom GET lets in, and shows nothing to anybody. */
export const routes: Record<string, RouteRule> = Object.fromEntries(
  Object.entries(rows).flatMap(([route, rule]): [string, RouteRule][] =>
    route.startsWith('GET ')
      ? [
          [route, rule],
          [route.replace('GET', 'HEAD'), withoutBody(rule)],
        ]
      : [[route, rule]],
  ),
);

function withoutBody(rule: RouteRule): RouteRule {
  return { ...rule, check: ({ text }) => expect(text).toBe('') };
}

/** Callers who keep their identity across requests. */
function isRemembered(caller: CallerName): boolean {
  return caller === 'guestA' || caller === 'guestB' || caller === 'customer';
}

function forAnyone(status: Status, rest: Rest = {}): RouteRule {
  const statuses = Object.fromEntries(callerNames.map((name) => [name, status])) as Record<CallerName, Status>;
  return { ...statuses, ...rest };
}

function forCaller(status: Status, rest: Rest = {}): RouteRule {
  return forAnyone(status, rest);
}

function forOwner(status: Status, rest: Rest = {}): RouteRule {
  return { ...forAnyone(404, rest), guestA: status };
}

function forAdmin(status: Status, rest: Rest = {}): RouteRule {
  return { ...forAnyone(401, rest), functionKey: status };
}

function forSigned(rest: Rest = {}): RouteRule {
  return forAnyone(401, rest);
}
