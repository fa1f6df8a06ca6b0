// Conditional GET (RFC 9110, 13.1.2): whoever has the current version already is not sent it again.

import { createHash } from 'node:crypto';

/** A strong entity tag, with its quotes, that follows from a body alone: the same on every instance and after every restart. */
export function contentTag(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}

/** Whether an If-None-Match header names `etag` (given with its quotes) or anything at all. Weak tags count, as the RFC demands. */
export function isNotModified(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const tags: readonly string[] = ifNoneMatch.match(/"[\x21\x23-\x7e]*"/g) ?? [];
  return tags.includes(etag);
}
