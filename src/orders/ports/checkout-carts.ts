// Carts as checkout uses them: a cart is taken for one order, which gives the lines back if it ends without a sale.

import type { Line } from '../../shared/contracts';

/** Lines at a version of the cart, which grows with each change. */
export interface CartVersion {
  lines: Line[];
  version: number;
}

export interface CheckoutCart extends CartVersion {
  /** What orders have taken and not given back, by order id; the oldest are left out. */
  taken: ReadonlyMap<string, CartVersion>;
  /** The order that emptied the cart, if nothing was done to the cart since. */
  emptiedBy?: string;
}

export interface CheckoutCarts {
  read(customerId: string): Promise<CheckoutCart>;
  /**
   * Takes the lines of the cart at a version for an order. Repeated for the same order it takes nothing more, and renews
   * the order's claim on what it took. False when the cart has changed since that version, or is taken by another order.
   * @throws AppError `CART.MOVED` for a guest's cart that has moved to the account signed in to; `CART.BUSY`.
   */
  take(customerId: string, orderId: string, cart: CartVersion): Promise<boolean>;
  /**
   * Gives an order's lines back, once, on top of what is in the cart now; a guest who has signed in meanwhile finds them
   * in the account's cart.
   * @param lines the order's, for one so old that the cart has forgotten them.
   */
  giveBack(customerId: string, orderId: string, lines: Line[]): Promise<void>;
  /** Gives back what an order took that was never recorded, unless it has claimed the lines since `before`. */
  giveBackUnclaimed(customerId: string, orderId: string, before: Date): Promise<void>;
}
