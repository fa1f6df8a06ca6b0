// The operations of a customer's orders, for the API's description.

import { z } from 'zod';
import type { AreaApi } from '../../shared/http/operation';
import { checkoutSchema } from './checkout-schema';
import { confirmationAnswer } from './confirmation-handlers';
import { acceptedSchema, orderJsonSchema, orderListSchema } from './order-json';
import { accessSchema, listQuery, orderPath } from './order-requests';

const orderId = 'ord_dmzvyrb5oa55g2dvvxgvv2tcpq';
const total = { amount: 2900, currency: 'EUR' };
const createdAt = '2026-03-01T12:00:00.000Z';
const line = {
  ...{ sku: 'enamel-mug', name: 'Enamel mug', quantity: 2 },
  unitPrice: { amount: 1450, currency: 'EUR' },
  total,
};
const shippingAddress = {
  name: 'Ada Example',
  street: 'Lindenweg 7',
  postalCode: '10115',
  city: 'Berlin',
  country: 'DE',
};
const accepted = { orderId, state: 'placed', total };

export const orderApi = {
  placeOrder: {
    method: 'POST',
    path: '/orders',
    access: 'caller',
    summary: "Check out the caller's cart",
    description:
      'The cart is bought once: a second checkout of the same lines is refused with the order that has them. The same `Idempotency-Key` gives the same order, however often it is sent. With `If-Match`, only the cart of that ETag is bought.',
    headers: { 'Idempotency-Key': 'required', 'If-Match': 'optional' },
    body: {
      schema: checkoutSchema,
      example: { payment: { token: 'tok_ok' }, email: 'ada@shop.example', shippingAddress, expectedTotal: total },
    },
    answers: {
      202: {
        meaning: 'The order is placed. `Location` shows its progress.',
        schema: acceptedSchema,
        headers: ['Location'],
        example: accepted,
      },
    },
    problems: [
      ...([
        'REQUEST.KEY_REUSED',
        'REQUEST.PRECONDITION_FAILED',
        'CART.CHECKED_OUT',
        'CART.MOVED',
        'CART.BUSY',
      ] as const),
      ...(['ORDER.CART_EMPTY', 'ORDER.UNKNOWN_PRODUCTS', 'ORDER.PRICE_CHANGED', 'STOCK.SHORT'] as const),
    ],
  },
  listOrders: {
    method: 'GET',
    path: '/orders',
    access: 'caller',
    summary: "List the caller's orders",
    description: 'Also those that a customer placed as a guest before signing in.',
    query: listQuery,
    answers: {
      200: {
        meaning: 'A page of orders.',
        schema: orderListSchema,
        example: { orders: [{ ...accepted, createdAt }] },
      },
    },
    problems: ['CART.BUSY'],
  },
  getOrder: {
    method: 'GET',
    path: '/orders/{orderId}',
    access: 'linkHolder',
    summary: 'Read an order',
    description:
      "Another customer's order is not found. With `Prefer: wait=20` the answer is held until the order changes, or the time is over. Name the version that you have in `If-None-Match`: then a change in between is not missed, and you also hear of what follows an end, such as a refund.",
    params: orderPath,
    query: accessSchema,
    headers: { 'If-None-Match': 'optional', Prefer: 'optional' },
    answers: {
      200: {
        meaning: 'The order.',
        schema: orderJsonSchema,
        headers: ['ETag', 'Preference-Applied'],
        example: {
          ...{ orderId, state: 'placed', lines: [line], total, email: 'ada@shop.example', shippingAddress },
          ...{ shipments: [], refunds: [], timeline: [{ at: createdAt, state: 'placed', step: 'placeOrder' }] },
          ...{ createdAt, updatedAt: createdAt },
        },
      },
      304: { meaning: 'The order has not changed.', headers: ['ETag', 'Preference-Applied'] },
    },
    problems: ['ORDER.NOT_FOUND', 'CART.BUSY'],
  },
  cancelOrder: {
    method: 'POST',
    path: '/orders/{orderId}/cancellation',
    access: 'linkHolder',
    summary: 'Cancel an order that is not paid yet',
    description: 'May be repeated. The order ends as `cancelled`, or goes on when its payment was due in the meantime.',
    params: orderPath,
    query: accessSchema,
    answers: {
      202: {
        meaning: 'The cancellation is recorded. `Location` shows what comes of it.',
        schema: acceptedSchema,
        headers: ['Location'],
        example: accepted,
      },
    },
    problems: ['ORDER.NOT_FOUND', 'ORDER.NOT_CANCELLABLE', 'CART.BUSY'],
  },
  showPaymentConfirmation: {
    method: 'GET',
    path: '/sandbox/payments/{reference}',
    access: 'anyone',
    summary: 'Show the page on which a sandbox payment is confirmed',
    description:
      'The `url` of a `paymentAction` leads here, in place of a bank. With another provider there is no such page.',
    params: { reference: z.string().meta({ examples: [`${orderId}.signature`] }) },
    answers: {
      200: { meaning: 'The page.', schema: z.string(), contentType: 'text/html', headers: ['Cache-Control'] },
    },
    problems: ['ROUTE.NOT_FOUND'],
  },
  answerPaymentConfirmation: {
    method: 'POST',
    path: '/sandbox/payments/{reference}',
    access: 'anyone',
    summary: 'Confirm or refuse a sandbox payment',
    description: 'The form of the page. The first answer counts.',
    params: { reference: z.string().meta({ examples: [`${orderId}.signature`] }) },
    body: {
      schema: confirmationAnswer,
      example: { answer: 'confirm' },
      contentType: 'application/x-www-form-urlencoded',
    },
    answers: { 303: { meaning: 'Back to the shop.', headers: ['Location', 'Cache-Control'] } },
    problems: ['ROUTE.NOT_FOUND'],
  },
} as const satisfies AreaApi;
