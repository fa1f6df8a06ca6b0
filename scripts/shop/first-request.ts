// The request that a newcomer can paste: it puts a product into a cart of their own.

import type { Product } from '../../client/api-types';

/** Two lines of text; the cookie of the cart goes into the file `jar`. */
export function firstRequest(origin: string, product: Product | undefined): string {
  const body = JSON.stringify({ sku: product?.sku, quantity: 1 });
  return `Add a product to your cart:
  curl -c jar -b jar ${origin}/api/cart/lines -H 'content-type: application/json' -d '${body}'`;
}
