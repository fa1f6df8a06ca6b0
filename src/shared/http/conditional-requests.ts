// Conditional requests (RFC 9110, 13.1): whoever has the current version already is not sent it again, and whoever changes
// a resource can say which version of it they know.

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

/**
 * The strong tags of an If-Match header without their quotes, `*` when any version will do, undefined without the header.
 * Weak and malformed tags are left out, since they match nothing here: an empty list is a condition that cannot hold.
 */
export function ifMatch(header: string | null): string[] | '*' | undefined {
  const text = header?.trim();
  if (text === undefined || text === '*') return text;
  return text.split(',').flatMap((tag) => /^\s*"([\x21\x23-\x7e]*)"\s*$/.exec(tag)?.[1] ?? []);
}

/** The versions that an If-Match header names, where tags are version numbers; undefined when any will do. */
export function ifMatchVersions(header: string | null): number[] | undefined {
  const tags = ifMatch(header);
  if (tags === undefined || tags === '*') return undefined;
  return tags.filter((tag) => /^(0|[1-9]\d{0,14})$/.test(tag)).map(Number);
}
