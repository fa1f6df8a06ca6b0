// Stock: the owner's view and adjustments over HTTP, the durable entity that keeps it, and the sweep over its copy for the shop.

import * as df from 'durable-functions';
import { app } from '../compose/app';
import { stock } from '../compose/stock';

const extraInputs = [df.input.durableClient()];

app.http('getStock', {
  methods: ['GET'],
  route: 'api/stock/{sku}',
  authLevel: 'function',
  extraInputs,
  handler: stock.getStock,
});

app.http('adjustStock', {
  methods: ['POST'],
  route: 'api/stock/{sku}/adjustments',
  authLevel: 'function',
  extraInputs,
  handler: stock.adjustStock,
});

df.app.entity('stock', stock.stockEntity);

app.timer('healAvailability', {
  schedule: '0 */5 * * * *',
  extraInputs,
  handler: stock.healAvailability,
});

app.hook.appTerminate(() => stock.flushAvailability());
