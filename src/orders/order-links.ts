// The link in a mail about an order: whoever has it may read this one order, and cancel it while that is possible.

import { isSigned, sign } from '../shared/signature';

export interface OrderLinksOptions {
  /** Signs the links; at least 32 characters. */
  secret: string;
  /** Links signed with it are still valid. */
  previousSecret?: string;
  /** Where customers reach the app, such as `https://shop.example`. */
  shopUrl: string;
}

/** Where a customer comes back to from a payment page: the shop's front end, which is told the order. */
export function makeReturnUrlOf(shopUrl: string): (orderId: string) => string {
  return (orderId) => `${shopUrl}/?order=${orderId}`;
}

export interface OrderLinks {
  /** An absolute url. */
  linkTo(orderId: string): string;
  /** The path of an order with the access that its link gives. */
  pathTo(orderId: string): string;
  /** Whether an `access` is ours, and for this order. */
  isValid(orderId: string, access: string): boolean;
}

export function makeOrderLinks({ secret, previousSecret, shopUrl }: OrderLinksOptions): OrderLinks {
  const secrets = previousSecret === undefined ? [secret] : [secret, previousSecret];
  const pathTo = (orderId: string) => `/api/orders/${orderId}?access=${sign(signedText(orderId), secret)}`;
  return {
    pathTo,
    linkTo: (orderId) => `${shopUrl}${pathTo(orderId)}`,
    isValid: (orderId, access) => isSigned(signedText(orderId), access, secrets),
  };
}

/** Contains the purpose: a signature made for another purpose, such as a guest's cookie, is not valid here. */
function signedText(orderId: string): string {
  return `order access ${orderId}`;
}
