// The urls of the pages on which a customer confirms a sandbox payment. They are signed: nobody can answer for another order.

import { orderIdPattern } from '../../orders/order';
import { isSigned, sign } from '../../shared/signature';

export interface SandboxReferencesOptions {
  /** Signs the urls; at least 32 characters. */
  secret: string;
  /** Urls signed with it are still valid. */
  previousSecret?: string;
  /** Where customers reach the app, such as `https://shop.example`. */
  shopUrl: string;
}

export interface SandboxReferences {
  /** The url of the page for an order. */
  urlOf(orderId: string): string;
  /** The order that a reference, the last part of such a url, stands for; undefined unless it is signed. */
  orderIdIn(reference: string): string | undefined;
}

export function makeSandboxReferences({
  secret,
  previousSecret,
  shopUrl,
}: SandboxReferencesOptions): SandboxReferences {
  const secrets = previousSecret === undefined ? [secret] : [secret, previousSecret];
  return {
    urlOf: (orderId) => `${shopUrl}/api/sandbox/payments/${orderId}.${sign(signedText(orderId), secret)}`,
    orderIdIn(reference) {
      const [orderId = '', signature = ''] = reference.split('.');
      return orderIdPattern.test(orderId) && isSigned(signedText(orderId), signature, secrets) ? orderId : undefined;
    },
  };
}

/** Contains the purpose: a signature made for another purpose, such as the link of a mail, is not valid here. */
function signedText(orderId: string): string {
  return `sandbox payment ${orderId}`;
}
