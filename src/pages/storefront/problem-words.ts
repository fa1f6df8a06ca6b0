// What went wrong in words for customers, and what to do next. A code without words of its own is told in the API's.

import { ApiProblem } from '../../../client/api-problem';

export interface Words {
  text: string;
  code: string;
}

const known: Readonly<Record<string, string>> = {
  NETWORK: 'The shop could not be reached. Check your connection and try again.',
  UNREADABLE: 'The answer of the shop could not be read. Try again in a moment.',
  'CALLER.TOO_MANY_WRITES': 'That was a lot at once. Wait a minute and try again.',
  'CART.BUSY': 'The cart did not answer in time. Nothing is lost: try again.',
  'CART.CHECKED_OUT': 'This cart was already ordered, perhaps in another tab. Open the order to see where it is.',
  'CART.MOVED': 'Your cart has moved to your account. Load the page again.',
  'CART.UNKNOWN_SKU': 'This product is no longer sold.',
  'DEPENDENCY.UNAVAILABLE': 'A part of the shop is not available right now. Try again in a moment.',
  'ORDER.CART_EMPTY': 'Your cart is empty. If you had filled it, your session has ended: add the products again.',
  'ORDER.NOT_CANCELLABLE': 'This order is already paid and can no longer be cancelled.',
  'ORDER.NOT_FOUND': 'There is no such order here. Open it with the link in your mail.',
  'ORDER.PRICE_CHANGED': 'A price has changed since you saw the total. Look at the new total, then order again.',
  'ORDER.UNKNOWN_PRODUCTS': 'Some products are no longer sold. Remove them from the cart, then order again.',
  'PAYMENT.DECLINED': 'The payment was declined. Your cart is back: order again with another card.',
  'PRODUCT.NOT_FOUND': 'This product does not exist, or is no longer sold.',
  'REQUEST.INVALID': 'Some fields need another look.',
  'STOCK.SHORT': 'There are not enough left. Lower the quantity in the cart, then order again.',
};

export function wordsOf(error: unknown): Words {
  const code = codeOf(error);
  const detail = error instanceof ApiProblem ? error.detail : undefined;
  return { text: known[code] ?? detail ?? 'Try again.', code };
}

/** A lost connection is a `TypeError` of fetch, and a body that is no JSON a `SyntaxError`. */
function codeOf(error: unknown): string {
  if (error instanceof TypeError) return 'NETWORK';
  if (error instanceof SyntaxError) return 'UNREADABLE';
  if (error instanceof ApiProblem) return error.code ?? 'UNREADABLE';
  throw error;
}
