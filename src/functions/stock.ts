// Stock: the owner's view and adjustments over HTTP, and the durable entity that keeps it.

import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { stock } from '../compose/stock';

const extraInputs = [df.input.durableClient()];

app.http('getStock', {
  methods: ['GET'],
  route: 'stock/{sku}',
  authLevel: 'function',
  extraInputs,
  handler: stock.getStock,
});

app.http('adjustStock', {
  methods: ['POST'],
  route: 'stock/{sku}/adjustments',
  authLevel: 'function',
  extraInputs,
  handler: stock.adjustStock,
});

df.app.entity('stock', stock.stockEntity);
