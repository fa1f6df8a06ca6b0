// Conditional requests (RFC 9110, 13.1): a client that already has the current version gets 304, and a client that changes a
// resource can name the version it expects.

import { createHash } from 'node:crypto';

/** A strong entity tag, with quotes, derived from the body: the same on every instance and after a restart. */
export function contentTag(body: string | Uint8Array): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}

/** Whether an If-None-Match header contains `etag` (passed with its quotes) or is `*`. Weak tags match too, as the RFC requires. */
export function isNotModified(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const tags: readonly string[] = ifNoneMatch.match(/"[\x21\x23-\x7e]*"/g) ?? [];
  return tags.includes(etag);
}

/**
 * The strong tags of an If-Match header without quotes, `*` for any version, undefined without the header.
 * Weak and malformed tags are left out, since they never match: an empty list is a condition that always fails.
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
