// Carts: the caller's cart over HTTP, its durable entity, and the orchestrator that watches an idle cart.

import * as df from 'durable-functions';
import { app } from '../compose/app';
import { carts } from '../compose/carts';

const extraInputs = [df.input.durableClient()];

app.http('getCart', {
  methods: ['GET'],
  route: 'api/cart',
  authLevel: 'anonymous',
  extraInputs,
  handler: carts.getCart,
});

app.http('addCartLine', {
  methods: ['POST'],
  route: 'api/cart/lines',
  authLevel: 'anonymous',
  extraInputs,
  handler: carts.addCartLine,
});

app.http('setCartLine', {
  methods: ['PUT'],
  route: 'api/cart/lines/{sku}',
  authLevel: 'anonymous',
  extraInputs,
  handler: carts.setCartLine,
});

app.http('removeCartLine', {
  methods: ['DELETE'],
  route: 'api/cart/lines/{sku}',
  authLevel: 'anonymous',
  extraInputs,
  handler: carts.removeCartLine,
});

app.http('clearCart', {
  methods: ['DELETE'],
  route: 'api/cart',
  authLevel: 'anonymous',
  extraInputs,
  handler: carts.clearCart,
});

app.http('listCarts', {
  methods: ['GET'],
  route: 'api/admin/carts',
  authLevel: 'function',
  extraInputs,
  handler: carts.listCarts,
});

df.app.entity('cart', carts.cartEntity);

df.app.orchestration('cartOrchestrator', carts.cartOrchestrator);
df.app.activity('lookAtCart', { extraInputs, handler: carts.activities.lookAtCart });
df.app.activity('remindOfCart', { extraInputs, handler: carts.activities.remindOfCart });
df.app.activity('expireCart', { extraInputs, handler: carts.activities.expireCart });

// In the same minute as the purge of finished instances, so that both wake an idle app once.
app.timer('deleteIdleCarts', { schedule: '0 10 * * * *', extraInputs, handler: carts.deleteIdleCarts });
