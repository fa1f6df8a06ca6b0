// The pages: documents and their assets. Paths under admin and runtime are the platform's.

import { app } from '../compose/app';
import { pages } from '../compose/pages';

app.http('showProducts', {
  methods: ['GET'],
  route: '/',
  authLevel: 'anonymous',
  handler: pages.showProducts,
});

app.http('showProduct', {
  methods: ['GET'],
  route: 'products/{sku}',
  authLevel: 'anonymous',
  handler: pages.showStorefront,
});

app.http('showCart', {
  methods: ['GET'],
  route: 'cart',
  authLevel: 'anonymous',
  handler: pages.showStorefront,
});

app.http('showCheckout', {
  methods: ['GET'],
  route: 'checkout',
  authLevel: 'anonymous',
  handler: pages.showCheckout,
});

app.http('showOrders', {
  methods: ['GET'],
  route: 'orders',
  authLevel: 'anonymous',
  handler: pages.showStorefront,
});

app.http('showOrder', {
  methods: ['GET'],
  route: 'orders/{orderId}',
  authLevel: 'anonymous',
  handler: pages.showStorefront,
});

app.http('showConsole', {
  methods: ['GET'],
  route: 'console',
  authLevel: 'anonymous',
  handler: pages.showConsole,
});

app.http('getAsset', {
  methods: ['GET'],
  route: 'assets/{file}',
  authLevel: 'anonymous',
  handler: pages.getAsset,
});
