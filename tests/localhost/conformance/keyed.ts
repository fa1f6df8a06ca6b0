// Turns lists whose order does not matter into objects, so that a missing member is one difference and does not shift others.

/** Members with the same key get their index among them appended. */
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

/** Sorted by their JSON. */
export function sorted<T>(items: readonly T[]): T[] {
  return items
    .map((item) => JSON.stringify(item))
    .sort()
    .map((text) => JSON.parse(text) as T);
}
