// Reads the query of a url as the genuine host does: a key that is repeated, in any case, is one key with its values joined
// by commas.

/** @returns undefined when the url has no query. Names keep the case of their first use. */
export function queryValues(url: string): Record<string, string> | undefined {
  const start = url.indexOf('?');
  if (start < 0) return undefined;
  const values: Record<string, string> = {};
  const written = new Map<string, string>();
  for (const [key, value] of new URLSearchParams(url.slice(start + 1))) {
    const lower = key.toLowerCase();
    const name = written.get(lower) ?? key;
    const before = written.has(lower) ? `${values[name]},` : '';
    written.set(lower, name);
    values[name] = before + value;
  }
  return values;
}
