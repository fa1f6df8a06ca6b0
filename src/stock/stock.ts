// One product's stock: what it consists of, and how many of its units can still be promised.

export interface Reservation {
  orderId: string;
  quantity: number;
  /** ISO 8601; from then on the units are anybody's again. */
  expiresAt: string;
}

export interface Sale {
  orderId: string;
  quantity: number;
}

export interface Movement {
  /** ISO 8601. */
  at: string;
  kind: 'adjust' | 'reserve' | 'release' | 'expire' | 'commit' | 'restock';
  /** Units; of an adjustment with its sign. */
  quantity: number;
  orderId?: string;
  reason?: string;
}

export interface Stock {
  /** Units that are here and not sold, reserved ones included. */
  onHand: number;
  /** Units sold and not taken back. */
  sold: number;
  reservations: Reservation[];
  /** Expired reservations, by which a late payment may still get its units. */
  lapsed: Sale[];
  /** By these a sale is known again; an older one comes back only on the word of who knows how many units it had. */
  sales: Sale[];
  /** Orders whose sale was taken back, so that it comes back once. */
  returns: string[];
  movements: Movement[];
}

/** How many entries of each list are kept, latest first to stay; they bound the size of the entity's state. */
export const kept = { lapsed: 100, sales: 500, returns: 200, movements: 50 } as const;

export const noStock: Stock = {
  onHand: 0,
  sold: 0,
  reservations: [],
  lapsed: [],
  sales: [],
  returns: [],
  movements: [],
};

/** Units that can still be promised: on hand and not reserved by a reservation that holds at `now`. */
export function availableUnits(stock: Stock, now: number): number {
  return stock.onHand - reservedUnits(stock, now);
}

export function reservedUnits({ reservations }: Stock, now: number): number {
  return reservations.reduce((units, one) => units + (holds(one, now) ? one.quantity : 0), 0);
}

/** Whether a reservation still keeps its units at `now` (ms since the epoch). */
export function holds({ expiresAt }: Reservation, now: number): boolean {
  return Date.parse(expiresAt) > now;
}
