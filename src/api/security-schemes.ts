// How each kind of caller is recognized, for the description of the API.

import type { Access } from '../shared/http/operation';
import type { JsonSchema } from './openapi-types';

export const securitySchemes = {
  guestCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: 'cartwright_guest',
    description:
      'A signed cookie (HttpOnly, SameSite=Lax). The first answer to a guest sets it; send it back with each request. Without it, the caller is a new guest with an empty cart.',
  },
  platformSignIn: {
    type: 'apiKey',
    in: 'header',
    name: 'x-ms-client-principal',
    description:
      'A customer signs in at `/.auth/login/{provider}` of App Service Authentication. The platform then adds this header; one that a client sends is removed, and ignored where authentication is off.',
  },
  functionKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-functions-key',
    description: "The owner's key. The platform checks it before the app runs, also as the query parameter `code`.",
  },
  orderLink: {
    type: 'apiKey',
    in: 'query',
    name: 'access',
    description: 'The signature in the link of a mail. It opens one order.',
  },
  carrierSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'x-carrier-signature',
    description:
      'HMAC-SHA256 (base64url, without padding) with `CARRIER_WEBHOOK_SECRET` as the key, over `x-carrier-timestamp`, a dot and the body as sent. The time may differ by five minutes.',
  },
  stripeSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'stripe-signature',
    description: "Stripe's signature of a webhook, checked with `STRIPE_WEBHOOK_SECRET`.",
  },
} as const satisfies Record<string, JsonSchema>;

type Requirement = Partial<Record<keyof typeof securitySchemes, string[]>>;

/** One of the requirements is enough; an empty one is met by everybody. */
export const requirementsOf: Record<Access, Requirement[]> = {
  anyone: [{}],
  caller: [{ guestCookie: [] }, { platformSignIn: [] }, {}],
  linkHolder: [{ guestCookie: [] }, { platformSignIn: [] }, { orderLink: [] }],
  owner: [{ functionKey: [] }],
  carrier: [{ carrierSignature: [] }],
  paymentProvider: [{ stripeSignature: [] }],
};
