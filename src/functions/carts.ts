// The caller's cart, and the durable entity that keeps it.

import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { carts } from '../app';

const extraInputs = [df.input.durableClient()];

app.http('getCart', {
  methods: ['GET'],
  route: 'cart',
  authLevel: 'anonymous',
  extraInputs,
  handler: carts.getCart,
});

app.http('addCartLine', {
  methods: ['POST'],
  route: 'cart/lines',
  authLevel: 'anonymous',
  extraInputs,
  handler: carts.addCartLine,
});

app.http('setCartLine', {
  methods: ['PUT'],
  route: 'cart/lines/{sku}',
  authLevel: 'anonymous',
  extraInputs,
  handler: carts.setCartLine,
});

app.http('removeCartLine', {
  methods: ['DELETE'],
  route: 'cart/lines/{sku}',
  authLevel: 'anonymous',
  extraInputs,
  handler: carts.removeCartLine,
});

app.http('clearCart', {
  methods: ['DELETE'],
  route: 'cart',
  authLevel: 'anonymous',
  extraInputs,
  handler: carts.clearCart,
});

df.app.entity('cart', carts.cartEntity);
