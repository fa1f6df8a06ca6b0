// Who is calling: a signed-in customer as the platform states, or a guest known by a signed cookie.
// Nobody has to register to fill a cart, and nobody can choose to be somebody else.

import type { Cookie, HttpRequest } from '@azure/functions';
import { derivedId, newId } from '../ids';
import { type GuestCookieOptions, makeGuestCookie } from './guest-cookie';
import { readPrincipal } from './platform-principal';

export interface Guest {
  kind: 'guest';
  /** `cus_…`: key of the cart and owner of the orders. */
  customerId: string;
  /** True when the request brought no cookie of ours. */
  isNew: boolean;
  /** To be set on the answer: the guest is new, or the cookie was signed with the previous secret. */
  cookie?: Cookie;
}

export interface Customer {
  kind: 'customer';
  customerId: string;
  /** The guest that the customer was before, as long as the browser still sends the cookie. */
  formerGuest?: { guestId: string; removal: Cookie };
}

export type Caller = Guest | Customer;

export interface IdentityOptions extends GuestCookieOptions {
  /** Whether the platform authenticates: only then are its headers its own and not something a client sent. */
  platformAuth: boolean;
}

/** @throws AppError `CALLER.PRINCIPAL_MALFORMED`. */
export type Identify = (request: HttpRequest) => Caller;

/** Tells callers apart; a forged or malformed cookie counts as none, and who has none becomes a new guest. */
export function makeIdentify({ platformAuth, ...cookieOptions }: IdentityOptions): Identify {
  const guestCookie = makeGuestCookie(cookieOptions);
  return ({ headers }) => {
    const known = guestCookie.read(headers.get('cookie'));
    const principal = platformAuth ? readPrincipal(headers) : undefined;
    if (principal) {
      // The same account always gives the same id; the account's own name stays out of carts, orders and logs.
      const customerId = derivedId('cus', principal.provider, principal.id);
      const formerGuest = known && { guestId: known.guestId, removal: guestCookie.removal() };
      return { kind: 'customer', customerId, ...(formerGuest && { formerGuest }) };
    }
    const customerId = known?.guestId ?? newId('cus');
    const isKept = known !== undefined && !known.isStale;
    return { kind: 'guest', customerId, isNew: !known, ...(!isKept && { cookie: guestCookie.issue(customerId) }) };
  };
}
