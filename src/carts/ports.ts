// What carts need of the outside: a place that keeps them and loses no change.

import type { Result } from '../shared/result';
import type { Cart, CartCommand, CartRefusal } from './cart';

export interface CartStore {
  /** A customer's cart; empty when there is none. */
  read(customerId: string): Promise<Cart>;

  /**
   * Applies a command to the cart as it is at that moment, once for each command id, and answers with the cart after it
   * (changes of others may be in it already). N concurrent commands are N changes.
   * `REQUEST.KEY_REUSED`: the id was used with another command.
   * @throws AppError `CART.BUSY` when no answer came in time: the command may still be applied, so a repetition needs the same id.
   */
  apply(
    customerId: string,
    commandId: string,
    command: CartCommand,
  ): Promise<Result<Cart, CartRefusal | 'REQUEST.KEY_REUSED'>>;
}

/** Where a customer can be reached. */
export interface Contacts {
  /** Undefined when no address is known. */
  emailOf(customerId: string): Promise<string | undefined>;
}
