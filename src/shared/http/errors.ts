// Every error that the API returns: a stable code with its HTTP status and title, in one table.

export const problems = {
  'REQUEST.MALFORMED': { status: 400, title: 'The body is not valid JSON' },
  'REQUEST.INVALID': { status: 400, title: 'The request is not valid' },
  'REQUEST.TOO_LARGE': { status: 413, title: 'The body is too large' },
  'REQUEST.KEY_REQUIRED': { status: 400, title: 'The Idempotency-Key header is required' },
  'REQUEST.KEY_REUSED': { status: 422, title: 'The Idempotency-Key was used with another body' },
  'REQUEST.PRECONDITION_FAILED': { status: 412, title: 'The resource has changed in the meantime' },
  'ROUTE.NOT_FOUND': { status: 404, title: 'No such route' },
  'ROUTE.METHOD_NOT_ALLOWED': { status: 405, title: 'The route does not take this method' },
  'PRODUCT.NOT_FOUND': { status: 404, title: 'Product not found' },
  'CATALOG.INVALID': { status: 400, title: 'The catalog is not valid' },
  'PICTURE.NOT_FOUND': { status: 404, title: 'Picture not found' },
  'PICTURE.NO_SOURCE': { status: 409, title: 'The picture has no source' },
  'QUEUE.NOT_FOUND': { status: 404, title: 'Queue not found' },
  'CART.UNKNOWN_SKU': { status: 409, title: 'The product is not in the catalog' },
  'CART.LINE_LIMIT': { status: 409, title: 'A line holds 1 to 99 units, a cart up to 100 lines' },
  'CART.LINE_NOT_FOUND': { status: 404, title: 'The cart has no such line' },
  'CART.CHECKED_OUT': { status: 409, title: 'The cart has already been checked out' },
  'CART.MOVED': { status: 409, title: 'The cart has moved to an account' },
  'CART.BUSY': { status: 503, title: 'The cart did not respond in time' },
  'STOCK.SHORT': { status: 409, title: 'Not enough units in stock' },
  'STOCK.NOT_RESERVED': { status: 409, title: 'The order has no valid reservation' },
  'ORDER.CART_EMPTY': { status: 409, title: 'The cart is empty' },
  'ORDER.UNKNOWN_PRODUCTS': { status: 409, title: 'Some products are no longer in the catalog' },
  'ORDER.PRICE_CHANGED': { status: 409, title: 'The total has changed' },
  'ORDER.NOT_FOUND': { status: 404, title: 'Order not found' },
  'ORDER.NOT_CANCELLABLE': { status: 409, title: 'The order can no longer be cancelled' },
  'ORDER.NOT_AWAITING_APPROVAL': { status: 409, title: 'The order is not waiting for approval' },
  'ORDER.ALREADY_DECIDED': { status: 409, title: 'A different decision has already been made' },
  'ORDER.NOT_REFUNDABLE': { status: 409, title: 'Only an order that was paid can be refunded' },
  'ORDER.ALREADY_REFUNDED': { status: 409, title: 'A refund has already been requested' },
  'ORDER.REFUND_UNDER_WAY': { status: 409, title: 'An earlier refund has not ended yet' },
  'ORDER.REFUND_TOO_MUCH': { status: 409, title: 'More units than are left to refund' },
  'ORDER.REFUND_INCOMPLETE': { status: 409, title: 'A refund that failed must be repeated first' },
  'ORDER.NOT_RESOLVABLE': { status: 409, title: 'Only an order whose undoing or refund failed can be resolved' },
  'ORDER.RESOLUTION_UNDER_WAY': { status: 409, title: 'The undoing is being tried again' },
  'SHIPMENT.NOT_FOUND': { status: 404, title: 'The order has no such parcel' },
  'SHIPMENT.NOT_DISPATCHABLE': { status: 409, title: 'Only a parcel that waits for the carrier can be dispatched' },
  'SHIPMENT.NOT_DELIVERABLE': { status: 409, title: 'Only a parcel that was dispatched can be delivered' },
  'ORCHESTRATOR.NOT_FOUND': { status: 404, title: 'Orchestrator not found' },
  'ORCHESTRATOR.INSTANCE_EXISTS': { status: 409, title: 'An instance with this id already exists' },
  'CALLER.PRINCIPAL_MALFORMED': { status: 401, title: 'The sign-in information cannot be read' },
  'CALLER.CROSS_SITE': { status: 403, title: 'Pages from other sites may not make changes' },
  'CALLER.TOO_MANY_WRITES': { status: 429, title: 'Too many changes in a short time' },
  'WEBHOOK.UNSIGNED': { status: 401, title: 'The signature is missing, wrong or too old' },
  'WEBHOOK.NOT_FOUND': { status: 404, title: 'Webhook delivery not found' },
  'WEBHOOK.NO_ENDPOINT': { status: 409, title: 'The endpoint is no longer configured' },
  'DEPENDENCY.UNAVAILABLE': { status: 503, title: 'A required service is not available' },
  INTERNAL: { status: 500, title: 'Something went wrong on the server' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof problems;

/** The `type` of a problem document (RFC 9457, 3.1.1): a reference to this shop's own docs, where the code is explained. */
export function problemType(code: ErrorCode): string {
  return `/api/docs#${code}`;
}

/** An error shown to the caller: `code` is stable, `detail` is a sentence, `extra` are further members of the problem document. */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    readonly extra: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: ${detail}`, options);
  }
}
