// The stock of a product as the owner sees it.

import { z } from 'zod';
import { availableUnits, movementSchema, reservedUnits, type Stock } from './stock';

export const stockViewSchema = z
  .strictObject({
    sku: z.string(),
    onHand: z.int().describe('Units in the warehouse, including reserved ones.'),
    reserved: z.int().describe('Units held for orders that are not paid yet.'),
    available: z.int().describe('Units that can be sold.'),
    sold: z.int().describe('Units sold and not returned.'),
    movements: z.array(movementSchema).describe('The latest, newest first.'),
  })
  .meta({ id: 'Stock' });
export type StockView = z.infer<typeof stockViewSchema>;

/** Answers an adjustment that is accepted, and not applied yet. */
export const pendingAdjustmentSchema = z
  .strictObject({ sku: z.string(), state: z.literal('accepted'), detail: z.string() })
  .meta({ id: 'PendingStockAdjustment' });
export type PendingAdjustment = z.infer<typeof pendingAdjustmentSchema>;

/** @param now ms since the epoch. */
export function stockView(sku: string, stock: Stock, now: number): StockView {
  return {
    sku,
    onHand: stock.onHand,
    reserved: reservedUnits(stock, now),
    available: availableUnits(stock, now),
    sold: stock.sold,
    movements: stock.movements.toReversed(),
  };
}
