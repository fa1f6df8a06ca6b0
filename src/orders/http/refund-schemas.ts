// The schemas of refunds and resolutions: what the owner sends, and what was accepted.

import { z } from 'zod';
import { lineSchema, skuForm } from '../../shared/contracts';
import { moneySchema } from '../../shared/money';
import { acceptedSchema } from './order-json';
import { ownerReason } from './owner-text';

const line = z.strictObject({ sku: z.string().regex(skuForm, 'must be a sku'), quantity: z.int().min(1).max(99) });
const lines = z
  .array(line)
  .min(1)
  .max(100)
  .refine((all) => new Set(all.map(({ sku }) => sku)).size === all.length, 'must name each sku once')
  .describe('Each sku once. Without lines, everything that is left is refunded.');

export const refundSchema = z
  .strictObject({
    lines: lines.optional(),
    restock: z.boolean().describe('Whether the units are returned to stock.'),
    reason: ownerReason,
  })
  .meta({ id: 'RefundRequest' });

export const resolutionSchema = z
  .discriminatedUnion('resolution', [
    z.strictObject({ resolution: z.literal('retry'), reason: ownerReason.optional() }),
    z.strictObject({ resolution: z.literal('settled'), reason: ownerReason }),
  ])
  .meta({
    id: 'ResolutionRequest',
    description: '`retry`: undo the order, or refund it, once more. `settled`: note how it was settled by hand.',
  });

export const refundAcceptedSchema = acceptedSchema
  .extend({
    refund: z
      .strictObject({ number: z.int().min(1), amount: moneySchema, lines: z.array(lineSchema), restock: z.boolean() })
      .exactOptional()
      .describe('What is refunded.'),
  })
  .meta({ id: 'AcceptedRefund' });
export type RefundAcceptedJson = z.infer<typeof refundAcceptedSchema>;

export const resolutionAcceptedSchema = acceptedSchema
  .extend({ resolution: z.enum(['retry', 'settled']) })
  .meta({ id: 'AcceptedResolution' });
export type ResolutionAcceptedJson = z.infer<typeof resolutionAcceptedSchema>;
