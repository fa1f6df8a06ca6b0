// The figures of books in balance: what `balance.ts` works out, and what a page shows.

/** Minor units. `captured` is always the sum of the other three. */
export interface MoneyBalance {
  captured: number;
  /** Of orders that were delivered, less what they got back. */
  shipped: number;
  refunded: number;
  /** Of orders that are under way. */
  open: number;
  /** One message per order whose money is not where its record says. */
  problems: string[];
}

/** Units. `received` is always `onHand` plus `sold`; the reserved units are part of those on hand. */
export interface StockBalance {
  received: number;
  onHand: number;
  reserved: number;
  sold: number;
  problems: string[];
}

export interface MailBalance {
  sent: number;
  /** One message per mail that was sent twice. */
  problems: string[];
}
