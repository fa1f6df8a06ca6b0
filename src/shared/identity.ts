// Who is calling: a signed-in customer as the platform states, or a guest known by a signed cookie.
// Nobody has to register to fill a cart, and nobody can choose to be somebody else.

import type { Cookie, HttpRequest } from '@azure/functions';
import { derivedId, newId } from './ids';
import { isSigned, sign } from './signature';

/** The cookie that makes a guest the same guest next time. */
const guestCookieName = 'cartwright_guest';

const guestCookieSeconds = 365 * 24 * 3600;

export interface Caller {
  /** `cus_…`: key of the cart and owner of the orders. */
  customerId: string;
  kind: 'guest' | 'customer';
  /** To be set on the answer: present when the guest is new. */
  cookie?: Cookie;
}

export interface IdentityOptions {
  /** Signs the guest cookie; at least 32 characters. */
  secret: string;
  /** Whether the platform authenticates: only then are its headers its own and not something a client sent. */
  platformAuth: boolean;
  /** Whether the cookie is for https only. */
  secureCookies: boolean;
}

export type Identify = (request: HttpRequest) => Caller;

/** Tells callers apart; a forged or malformed cookie counts as none, and who has none becomes a new guest. */
export function makeIdentify({ secret, platformAuth, secureCookies }: IdentityOptions): Identify {
  const secrets = [secret];
  return (request) => {
    const signedIn = platformAuth ? signedInCustomer(request) : undefined;
    if (signedIn) return { customerId: signedIn, kind: 'customer' };
    const known = knownGuest(request, secrets);
    if (known) return { customerId: known, kind: 'guest' };
    const customerId = newId('cus');
    return { customerId, kind: 'guest', cookie: guestCookie(customerId, secret, secureCookies) };
  };
}

/** The same account always gives the same id; the account's own name stays out of carts, orders and logs. */
function signedInCustomer(request: HttpRequest): string | undefined {
  const id = request.headers.get('x-ms-client-principal-id');
  const provider = request.headers.get('x-ms-client-principal-idp');
  if (!id || !provider) return undefined;
  return derivedId('cus', provider, id);
}

function knownGuest(request: HttpRequest, secrets: readonly string[]): string | undefined {
  return cookieValues(request.headers.get('cookie') ?? '', guestCookieName)
    .map((value) => readGuestCookie(value, secrets))
    .find((customerId) => customerId !== undefined);
}

/** A browser may send several cookies of one name, set for different paths or by somebody else on the domain. */
function cookieValues(header: string, name: string): string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

function readGuestCookie(value: string, secrets: readonly string[]): string | undefined {
  const [, customerId, signature] = /^(cus_[0-9a-z]{26})\.([\w-]{43})$/.exec(value) ?? [];
  if (!customerId || !signature) return undefined;
  return isSigned(signedText(customerId), signature, secrets) ? customerId : undefined;
}

function guestCookie(customerId: string, secret: string, secure: boolean): Cookie {
  return {
    name: guestCookieName,
    value: `${customerId}.${sign(signedText(customerId), secret)}`,
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure,
    maxAge: guestCookieSeconds,
  };
}

function signedText(customerId: string): string {
  return `${guestCookieName} ${customerId}`;
}
