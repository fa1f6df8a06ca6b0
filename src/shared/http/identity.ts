// Who is calling: a signed-in customer, as the platform states, or a guest with a signed cookie.
// A guest can shop without registering, and nobody can pose as another guest.

import type { HttpRequest } from '@azure/functions';
import { derivedId, newId } from '../ids';
import { type GuestCookieOptions, makeGuestCookie } from './guest-cookie';
import { readPrincipal } from './platform-principal';
import type { ShopCookie } from './shop-cookie';

export interface Guest {
  kind: 'guest';
  /** `cus_…`: the key of the cart, and of the orders. */
  customerId: string;
  /** True when the request had no valid cookie of ours. */
  isNew: boolean;
  /** To be set on the response: the guest is new, or the cookie was signed with the previous secret. */
  cookie?: ShopCookie;
}

export interface Customer {
  kind: 'customer';
  customerId: string;
  /** The guest that the customer was before signing in, while the browser still sends the guest cookie. */
  formerGuest?: { guestId: string; removal: ShopCookie };
}

export type Caller = Guest | Customer;

export interface IdentityOptions extends GuestCookieOptions {
  /** Whether the platform authenticates: only then can its headers be trusted, since a client could send them too. */
  platformAuth: boolean;
  /** Front ends on other domains, whose requests get a cookie that browsers send across sites. */
  frontEndOrigins?: readonly string[];
}

/** @throws AppError `CALLER.PRINCIPAL_MALFORMED`. */
export type Identify = (request: HttpRequest) => Caller;

/** Identifies callers. A forged or malformed cookie is ignored; a caller without a valid one becomes a new guest. */
export function makeIdentify({ platformAuth, frontEndOrigins = [], ...cookieOptions }: IdentityOptions): Identify {
  const guestCookie = makeGuestCookie(cookieOptions);
  return ({ headers }) => {
    const page = frontEndOrigins.includes(headers.get('origin') ?? '') ? 'frontEnd' : 'own';
    const known = guestCookie.read(headers.get('cookie'));
    const principal = platformAuth ? readPrincipal(headers) : undefined;
    if (principal) {
      // The same account always gives the same id; the account's name never reaches carts, orders or logs.
      const customerId = derivedId('cus', principal.provider, principal.id);
      const formerGuest = known && { guestId: known.guestId, removal: guestCookie.removal(page) };
      return { kind: 'customer', customerId, ...(formerGuest && { formerGuest }) };
    }
    const customerId = known?.guestId ?? newId('cus');
    const isKept = known !== undefined && !known.isStale;
    const cookie = isKept ? undefined : guestCookie.issue(customerId, page);
    return { kind: 'guest', customerId, isNew: !known, ...(cookie && { cookie }) };
  };
}
