// Ids are lower-case ULIDs with a prefix for their kind: sortable by time, unique without a round trip.

import { createHash, getRandomValues } from 'node:crypto';
import { ulid } from 'ulid';

export type IdPrefix = 'pic' | 'cus' | 'ord' | 'shp' | 'pay' | 'cmd';

/** Checks that text from outside has the form of a customer id. */
export const customerIdPattern = /^cus_[0-9a-z]{26}$/;

/** A new id such as `pic_01j9z…`. Not for orchestrators: it is not deterministic, use `context.df.newGuid` there. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${ulid(undefined, random).toLowerCase()}`;
}

const pool = new Uint32Array(256);
let left = 0;

/** From 0 to below 1, from a pool of random bytes: by default, ulid asks the system once for each of its 16 random characters. */
function random(): number {
  if (left === 0) {
    getRandomValues(pool);
    left = pool.length;
  }
  return (pool[--left] ?? 0) / 2 ** 32;
}

/** An id derived from its parts (130 bits of their SHA-256): the same parts always give the same id. */
export function derivedId(prefix: IdPrefix, ...parts: string[]): string {
  return `${prefix}_${derivedText(...parts)}`;
}

/** The same without a prefix: 26 characters of base32. */
export function derivedText(...parts: string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  return base32(digest).slice(0, 26);
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648 base32, lower case and without padding. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let buffer = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(buffer >> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet[(buffer << (5 - bits)) & 31] : text;
}
