// The ports of carts: a store that loses no change, the addresses of customers, and the clean-up of idle carts.

import type { Result } from '../shared/result';
import type { Cart, CartCommand, CartRefusal } from './cart';

export interface CartStore {
  /** A customer's cart; empty when there is none. */
  read(customerId: string): Promise<Cart>;

  /**
   * Applies a command to the current cart, once per command id, and returns the cart after it (which may
   * contain later changes too). N concurrent commands are N changes.
   * `REQUEST.KEY_REUSED`: the id was used with another command.
   * @throws AppError `CART.BUSY` when the store did not respond in time: the command may still be applied, so retry with the same id.
   */
  apply(
    customerId: string,
    commandId: string,
    command: CartCommand,
  ): Promise<Result<Cart, CartRefusal | 'REQUEST.KEY_REUSED'>>;
}

export interface KnownCart {
  customerId: string;
  cart: Cart;
}

/** The carts of all customers, for the owner. */
export interface RecentCarts {
  /** Carts with lines that changed since then, the latest first. `complete` is false when there are more than `most`, or too many to read. */
  filledSince(since: Date, most: number): Promise<{ carts: KnownCart[]; complete: boolean }>;
}

/** Where a customer can be reached. */
export interface Contacts {
  /** Undefined when no address is known. */
  emailOf(customerId: string): Promise<string | undefined>;
}

/** The carts that nobody uses any more. */
export interface IdleCarts {
  /** Deletes carts that no command has reached since then, some thousand a run; returns how many were asked to delete themselves. */
  deleteUntouchedSince(before: Date): Promise<number>;
}
