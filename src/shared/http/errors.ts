// Every error the API can answer with: a stable code, its HTTP status and its title, in one table.

export const problems = {
  'REQUEST.MALFORMED': { status: 400, title: 'The body is not valid JSON' },
  'REQUEST.INVALID': { status: 400, title: 'The request breaks a rule' },
  'REQUEST.TOO_LARGE': { status: 413, title: 'The body is too large' },
  'REQUEST.KEY_REQUIRED': { status: 400, title: 'The Idempotency-Key header is required' },
  'REQUEST.KEY_REUSED': { status: 422, title: 'The Idempotency-Key was used with another body' },
  'REQUEST.PRECONDITION_FAILED': { status: 412, title: 'The resource has changed meanwhile' },
  'PRODUCT.NOT_FOUND': { status: 404, title: 'There is no such product' },
  'CATALOG.INVALID': { status: 400, title: 'The catalog has faults' },
  'PICTURE.NOT_FOUND': { status: 404, title: 'There is no such picture' },
  'PICTURE.NO_SOURCE': { status: 409, title: 'The picture has no source' },
  'QUEUE.NOT_FOUND': { status: 404, title: 'There is no such queue' },
  'CART.UNKNOWN_SKU': { status: 409, title: 'The catalog has no such product' },
  'CART.LINE_LIMIT': { status: 409, title: 'A line holds 1 to 99 units, a cart 100 lines' },
  'CART.LINE_NOT_FOUND': { status: 404, title: 'The cart has no such line' },
  'CART.CHECKED_OUT': { status: 409, title: 'The cart was checked out already' },
  'CART.MOVED': { status: 409, title: 'The cart has moved to an account' },
  'CART.BUSY': { status: 503, title: 'The cart did not answer in time' },
  'STOCK.SHORT': { status: 409, title: 'There are not enough units in stock' },
  'STOCK.NOT_RESERVED': { status: 409, title: 'Nothing is reserved for the order any more' },
  'STOCK.BUSY': { status: 503, title: 'The stock did not answer in time' },
  'ORDER.CART_EMPTY': { status: 409, title: 'The cart is empty' },
  'ORDER.UNKNOWN_PRODUCTS': { status: 409, title: 'The catalog no longer has some of the products' },
  'ORDER.PRICE_CHANGED': { status: 409, title: 'The total has changed' },
  'ORDER.NOT_FOUND': { status: 404, title: 'There is no such order' },
  'ORDER.NOT_CANCELLABLE': { status: 409, title: 'The order cannot be cancelled any more' },
  'ORDER.NOT_AWAITING_APPROVAL': { status: 409, title: 'The order does not wait for approval' },
  'ORDER.ALREADY_DECIDED': { status: 409, title: 'The order was decided about otherwise' },
  'ORDER.NOT_REFUNDABLE': { status: 409, title: 'Only a shipped or delivered order is refunded' },
  'ORDER.ALREADY_REFUNDED': { status: 409, title: 'The refund of the order was asked for before' },
  'ORCHESTRATOR.NOT_FOUND': { status: 404, title: 'There is no such orchestrator' },
  'ORCHESTRATOR.INSTANCE_EXISTS': { status: 409, title: 'An instance of this id is there already' },
  'CALLER.PRINCIPAL_MALFORMED': { status: 401, title: 'Who is signed in cannot be read' },
  'CALLER.CROSS_SITE': { status: 403, title: 'Pages of other sites may not change anything here' },
  'CALLER.TOO_MANY_WRITES': { status: 429, title: 'Too many changes in a short time' },
  'WEBHOOK.UNSIGNED': { status: 401, title: 'The signature is missing, wrong or too old' },
  'DEPENDENCY.UNAVAILABLE': { status: 503, title: 'A service this needs does not answer' },
  INTERNAL: { status: 500, title: 'Something went wrong here' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof problems;

/** An error that the caller is told: `code` is stable, `detail` a sentence, `extra` members of the problem document. */
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
