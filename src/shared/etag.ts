// Entity tags in requests (RFC 9110, 13.1): what a caller believes to be the current version.

/**
 * The strong tags of an If-Match header without their quotes, `*` when any version will do, undefined without the header.
 * Weak and malformed tags are left out, since they match nothing here: an empty list is a condition that cannot hold.
 */
export function ifMatch(header: string | null): string[] | '*' | undefined {
  const text = header?.trim();
  if (text === undefined || text === '*') return text;
  return text.split(',').flatMap((tag) => /^\s*"([\x21\x23-\x7e]*)"\s*$/.exec(tag)?.[1] ?? []);
}
