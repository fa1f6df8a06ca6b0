// The stock of one product: its parts, and how many units are still available.

import { z } from 'zod';

export interface Reservation {
  orderId: string;
  quantity: number;
  /** ISO 8601; from then on the units are available to others. */
  expiresAt: string;
}

export interface Sale {
  orderId: string;
  quantity: number;
}

export const movementSchema = z
  .strictObject({
    at: z.iso.datetime(),
    kind: z.enum(['adjust', 'reserve', 'release', 'expire', 'commit', 'restock']),
    quantity: z.int().describe('Units; signed for an adjustment.'),
    orderId: z.string().exactOptional(),
    reason: z.string().exactOptional().describe('As given with an adjustment.'),
  })
  .meta({ id: 'StockMovement' });
export type Movement = z.infer<typeof movementSchema>;

export interface Stock {
  /** Units in the warehouse and not sold, including reserved ones. */
  onHand: number;
  /** Units sold and not returned. */
  sold: number;
  reservations: Reservation[];
  /** Expired reservations: a late payment may still get its units. The name is part of stored state, so it stays. */
  lapsed: Sale[];
  /** The latest sales. A sale that is no longer listed can be restocked only with its quantity (`soldQuantity`). */
  sales: Sale[];
  /** Orders whose sale was returned, and the ids of partial returns, so that each is returned once. */
  returns: string[];
  /** How many units of an order were returned in parts. */
  partlyReturned: Sale[];
  movements: Movement[];
}

/**
 * How many of the latest entries of each list are kept. With them, the entity's state stays in the task hub's table
 * (`maxInlineChars`), together with some tens of reservations, which cannot be dropped.
 */
export const maxEntries = { lapsed: 40, sales: 150, returns: 60, partlyReturned: 20, movements: 30 } as const;

/** The reasons of adjustments are free text, so movements are limited by their stored characters too. */
export const maxMovementChars = 4_000;

export const noStock: Stock = {
  onHand: 0,
  sold: 0,
  reservations: [],
  lapsed: [],
  sales: [],
  returns: [],
  partlyReturned: [],
  movements: [],
};

/** Units that can still be sold: on hand and not under a reservation that is active at `now`. */
export function availableUnits(stock: Stock, now: number): number {
  return stock.onHand - reservedUnits(stock, now);
}

export function reservedUnits({ reservations }: Stock, now: number): number {
  return reservations.reduce((units, one) => units + (isActive(one, now) ? one.quantity : 0), 0);
}

/** Whether a reservation has not expired at `now` (ms since the epoch). */
export function isActive({ expiresAt }: Reservation, now: number): boolean {
  return Date.parse(expiresAt) > now;
}
