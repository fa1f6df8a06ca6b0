// The state of the entity `cart`: the cart, and the commands it has applied, so that each is applied once.

import { type AppliedCommand, commandOutcome, remember } from '../shared/durable/applied-commands';
import type { Result } from '../shared/result';
import { applyToCart, type Cart, type CartCommand, type CartRefusal, emptyCart } from './cart';
import { unlessExpired } from './expired-cart';

export interface CartState {
  cart: Cart;
  applied: AppliedCommand<CartRefusal>[];
}

/** Input of the entity's operation `apply`. */
export interface CartOperation {
  commandId: string;
  command: CartCommand;
}

export const newCartState: CartState = { cart: emptyCart, applied: [] };

/**
 * The state after an operation; a repeated operation changes nothing. `now` in ms since the epoch; by default no cart expires.
 */
export function afterOperation(
  state: CartState,
  { commandId, command }: CartOperation,
  now: number,
  expireAfterMs = Number.POSITIVE_INFINITY,
): CartState {
  if (commandOutcome(state.applied, commandId, command)) return state;
  const result = applyToCart(unlessExpired(state.cart, now, expireAfterMs), command, now);
  const refusal = result.ok ? undefined : result;
  return {
    cart: result.ok ? result.value : state.cart,
    applied: remember(state.applied, { id: commandId, content: command, refusal }, now),
  };
}

/** The result of an operation with the current cart; undefined when the operation has not been applied (yet). */
export function resultOf(
  state: CartState,
  { commandId, command }: CartOperation,
): Result<Cart, CartRefusal | 'REQUEST.KEY_REUSED'> | undefined {
  const outcome = commandOutcome(state.applied, commandId, command);
  return outcome?.ok ? { ok: true, value: state.cart } : outcome;
}

/** Whether no command has reached the cart since `before`, in ms since the epoch: neither a change nor a refused one. */
export function isUntouchedSince({ cart, applied }: CartState, before: number): boolean {
  return Date.parse(cart.touchedAt) < before && applied.every(({ at }) => at < before);
}
