// Lists whose order does not count, as objects: so that a missing member is one difference and does not shift the others.

/** Members of one key are told apart by their place among those of that key. */
export function keyed<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, T> {
  const seen = new Map<string, number>();
  const entries = items.map((item): [string, T] => {
    const key = keyOf(item);
    const place = seen.get(key) ?? 0;
    seen.set(key, place + 1);
    return [place === 0 ? key : `${key} ${place + 1}`, item];
  });
  return Object.fromEntries(entries);
}

/** In the order of their JSON. */
export function sorted<T>(items: readonly T[]): T[] {
  return items
    .map((item) => JSON.stringify(item))
    .sort()
    .map((text) => JSON.parse(text) as T);
}
