// The operations of stock, for the API's description.

import type { AreaApi } from '../shared/http/operation';
import { adjustment, stockPath } from './stock-schemas';
import { pendingAdjustmentSchema, stockViewSchema } from './stock-view';

const stock = {
  sku: 'enamel-mug',
  onHand: 120,
  reserved: 0,
  available: 120,
  sold: 0,
  movements: [{ at: '2026-03-01T12:00:00.000Z', kind: 'adjust', quantity: 120, reason: 'delivery 4711' }],
};

export const stockApi = {
  getStock: {
    method: 'GET',
    path: '/stock/{sku}',
    access: 'owner',
    summary: 'Read the stock of a product',
    params: stockPath.shape,
    answers: { 200: { meaning: 'The stock.', schema: stockViewSchema, example: stock } },
    problems: ['REQUEST.INVALID', 'PRODUCT.NOT_FOUND'],
  },
  adjustStock: {
    method: 'POST',
    path: '/stock/{sku}/adjustments',
    access: 'owner',
    summary: 'Adjust the stock of a product',
    description: 'For units that arrive or leave without an order.',
    params: stockPath.shape,
    headers: { 'Idempotency-Key': 'required' },
    body: { schema: adjustment, example: { delta: 120, reason: 'delivery 4711' } },
    answers: {
      200: { meaning: 'The stock after the adjustment.', schema: stockViewSchema, example: stock },
      202: {
        meaning: 'It is accepted, and not applied yet. The same request under the same key tells the outcome.',
        schema: pendingAdjustmentSchema,
        headers: ['Location', 'Retry-After'],
        example: { sku: 'enamel-mug', state: 'accepted', detail: 'It will be applied.' },
      },
    },
    problems: ['PRODUCT.NOT_FOUND', 'STOCK.SHORT', 'REQUEST.KEY_REUSED'],
  },
} as const satisfies AreaApi;
