// The cookie that makes a guest the same guest next time: an id with a signature, so that nobody can choose to be somebody else.
// A secret is replaced by keeping it as the previous one for a while; guests who come back get the cookie signed anew.

import type { Cookie } from '@azure/functions';
import { isSigned, sign } from '../signature';

const cookieName = 'cartwright_guest';

const maxAgeSeconds = 365 * 24 * 3600;

export interface GuestCookieOptions {
  /** Signs the cookie; at least 32 characters. */
  secret: string;
  /** Still accepted, never signed with. */
  previousSecret?: string;
  /** Whether the cookie is for https only. */
  secureCookies: boolean;
}

export interface KnownGuest {
  /** `cus_…` */
  guestId: string;
  /** Whether the cookie was signed with the previous secret. */
  isStale: boolean;
}

export interface GuestCookie {
  issue(guestId: string): Cookie;
  /** The guest of a Cookie header; undefined when there is no cookie of ours with a genuine signature. */
  read(header: string | null): KnownGuest | undefined;
  /** Makes the browser forget the cookie. */
  removal(): Cookie;
}

export function makeGuestCookie({ secret, previousSecret, secureCookies }: GuestCookieOptions): GuestCookie {
  const attributes = { name: cookieName, path: '/', httpOnly: true, sameSite: 'Lax', secure: secureCookies } as const;

  function readValue(value: string): KnownGuest | undefined {
    const [, guestId, signature] = /^(cus_[0-9a-z]{26})\.([\w-]{43})$/.exec(value) ?? [];
    if (!guestId || !signature) return undefined;
    const signedBy = (by: string) => isSigned(signedText(guestId), signature, [by]);
    if (signedBy(secret)) return { guestId, isStale: false };
    return previousSecret !== undefined && signedBy(previousSecret) ? { guestId, isStale: true } : undefined;
  }

  return {
    issue: (guestId) => ({
      ...attributes,
      value: `${guestId}.${sign(signedText(guestId), secret)}`,
      maxAge: maxAgeSeconds,
    }),
    read: (header) =>
      cookieValues(header ?? '', cookieName)
        .map(readValue)
        .find((guest) => guest !== undefined),
    removal: () => ({ ...attributes, value: '', maxAge: 0 }),
  };
}

/** A browser may send several cookies of one name, set for different paths or by somebody else on the domain. */
function cookieValues(header: string, name: string): string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

/** The purpose is part of it: a signature made for anything else is none here. */
function signedText(guestId: string): string {
  return `${cookieName} ${guestId}`;
}
