// The operations of the caller's cart, for the API's description.

import type { AreaApi, OperationAnswer } from '../shared/http/operation';
import { allCartsQuery, allCartsSchema } from './all-carts-schemas';
import { addition, linePath, setting } from './cart-schemas';
import { pricedCartSchema } from './priced-cart';

const mugs = {
  lines: [
    {
      sku: 'enamel-mug',
      name: 'Enamel mug',
      quantity: 2,
      unitPrice: { amount: 1450, currency: 'EUR' },
      total: { amount: 2900, currency: 'EUR' },
    },
  ],
  total: { amount: 2900, currency: 'EUR' },
  units: 2,
};
const empty = { lines: [], total: { amount: 0, currency: 'EUR' }, units: 0 };

const cart = (meaning: string, example: unknown): OperationAnswer => ({
  meaning,
  schema: pricedCartSchema,
  headers: ['ETag'],
  example,
});
const conditional = { 'Idempotency-Key': 'optional', 'If-Match': 'optional' } as const;
const refusals = ['REQUEST.PRECONDITION_FAILED', 'CART.MOVED', 'CART.BUSY'] as const;

export const cartApi = {
  getCart: {
    method: 'GET',
    path: '/cart',
    access: 'caller',
    summary: "Read the caller's cart",
    description: 'Prices and names are those of the catalog now. A guest without a cookie gets one with the answer.',
    answers: { 200: cart('The cart.', mugs) },
    problems: ['CART.BUSY'],
  },
  addCartLine: {
    method: 'POST',
    path: '/cart/lines',
    access: 'caller',
    summary: 'Add units of a product to the cart',
    description: 'Units are added to those already in the cart. With an `Idempotency-Key`, a retry adds them once.',
    headers: conditional,
    body: { schema: addition, example: { sku: 'enamel-mug', quantity: 2 } },
    answers: { 200: cart('The cart after the change.', mugs) },
    problems: [...refusals, 'CART.UNKNOWN_SKU', 'CART.LINE_LIMIT'],
  },
  setCartLine: {
    method: 'PUT',
    path: '/cart/lines/{sku}',
    access: 'caller',
    summary: 'Set the quantity of a product in the cart',
    description: 'Adds the line if the cart does not have it.',
    params: linePath.shape,
    headers: conditional,
    body: { schema: setting, example: { quantity: 2 } },
    answers: { 200: cart('The cart after the change.', mugs) },
    problems: [...refusals, 'CART.UNKNOWN_SKU', 'CART.LINE_LIMIT'],
  },
  removeCartLine: {
    method: 'DELETE',
    path: '/cart/lines/{sku}',
    access: 'caller',
    summary: 'Remove a product from the cart',
    params: linePath.shape,
    headers: conditional,
    answers: { 200: cart('The cart after the change.', empty) },
    problems: [...refusals, 'CART.LINE_NOT_FOUND'],
  },
  clearCart: {
    method: 'DELETE',
    path: '/cart',
    access: 'caller',
    summary: 'Empty the cart',
    headers: conditional,
    answers: { 200: cart('The empty cart.', empty) },
    problems: refusals,
  },
} as const satisfies AreaApi;

export const ownerCartApi = {
  listCarts: {
    method: 'GET',
    path: '/admin/carts',
    access: 'owner',
    summary: 'List the carts that changed lately',
    description: 'Of all customers, with at least one line. It reads a thousand carts at most.',
    query: allCartsQuery,
    answers: {
      200: {
        meaning: 'The carts.',
        schema: allCartsSchema,
        headers: ['Cache-Control'],
        example: {
          carts: [{ customerId: 'cus_01m8pqfm56mws996ryfyvyfnf8', touchedAt: '2026-03-01T12:00:00.000Z', ...mugs }],
          complete: true,
        },
      },
    },
  },
} as const satisfies AreaApi;
