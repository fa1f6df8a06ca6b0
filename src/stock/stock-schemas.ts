// The schemas of what the owner sends about stock.

import { z } from 'zod';
import { skuForm } from '../shared/contracts';
import { printableText } from '../shared/printable-text';

const maxDelta = 1_000_000;

export const stockPath = z.object({
  sku: z
    .string()
    .regex(skuForm, 'is not a valid sku')
    .meta({ examples: ['enamel-mug'] }),
});

export const adjustment = z
  .strictObject({
    delta: z
      .int()
      .min(-maxDelta)
      .max(maxDelta)
      .refine((delta) => delta !== 0, 'must not be 0')
      .describe('Units that arrived, or negative, that left. Not 0.'),
    reason: printableText(200),
  })
  .meta({ id: 'StockAdjustment' });
