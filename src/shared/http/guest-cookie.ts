// The cookie that recognizes a returning guest: an id with a signature, so that nobody can pose as another guest.
// To rotate the secret, keep the old one as the previous secret for a while; returning guests get a newly signed cookie.

import { isSigned, sign } from '../signature';
import type { ShopCookie } from './shop-cookie';

const cookieName = 'cartwright_guest';

const maxAgeSeconds = 365 * 24 * 3600;

export interface GuestCookieOptions {
  /** Signs the cookie; at least 32 characters. */
  secret: string;
  /** Still accepted, but no longer used to sign. */
  previousSecret?: string;
  /** Whether the cookie is sent over https only. */
  secureCookies: boolean;
}

export interface KnownGuest {
  /** `cus_…` */
  guestId: string;
  /** Whether the cookie was signed with the previous secret. */
  isStale: boolean;
}

/** Which page the request comes from: one of this app (or no browser at all), or a front end on another domain. */
export type FromPage = 'own' | 'frontEnd';

export interface GuestCookie {
  issue(guestId: string, page?: FromPage): ShopCookie;
  /** The guest named by a Cookie header; undefined without a validly signed cookie of ours. */
  read(header: string | null): KnownGuest | undefined;
  /** Deletes the cookie that the browser keeps for such a page. */
  removal(page?: FromPage): ShopCookie;
}

export function makeGuestCookie({ secret, previousSecret, secureCookies }: GuestCookieOptions): GuestCookie {
  const common = { name: cookieName, path: '/', httpOnly: true } as const;
  // Browsers keep a partitioned cookie for each top-level site apart, so a page of another site cannot make them send it.
  const attributesFor = {
    own: { ...common, sameSite: 'Lax', secure: secureCookies },
    frontEnd: { ...common, sameSite: 'None', secure: true, partitioned: true },
  } as const;

  function readValue(value: string): KnownGuest | undefined {
    const [, guestId, signature] = /^(cus_[0-9a-z]{26})\.([\w-]{43})$/.exec(value) ?? [];
    if (!guestId || !signature) return undefined;
    const signedBy = (by: string) => isSigned(signedText(guestId), signature, [by]);
    if (signedBy(secret)) return { guestId, isStale: false };
    return previousSecret !== undefined && signedBy(previousSecret) ? { guestId, isStale: true } : undefined;
  }

  return {
    issue: (guestId, page = 'own') => ({
      ...attributesFor[page],
      value: `${guestId}.${sign(signedText(guestId), secret)}`,
      maxAge: maxAgeSeconds,
    }),
    read: (header) =>
      cookieValues(header ?? '', cookieName)
        .map(readValue)
        .find((guest) => guest !== undefined),
    removal: (page = 'own') => ({ ...attributesFor[page], value: '', maxAge: 0 }),
  };
}

/** A browser may send several cookies with one name, set for different paths or by another host of the domain. */
function cookieValues(header: string, name: string): string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

/** Contains the purpose: a signature made for another purpose is not valid here. */
function signedText(guestId: string): string {
  return `${cookieName} ${guestId}`;
}
