// What this process has just written to a table or read there, with its ETag: whoever changes it next may try at once.
// It is a guess that the ETag proves right or wrong, so it may be as old as it likes; what is only looked at has to be what never changes.

import { LRUCache } from 'lru-cache';

export interface Versioned<T> {
  value: T;
  etag: string;
}

export interface EtagCache<T> {
  /** Takes the entry out: a guess is made once. */
  take(key: string): Versioned<T> | undefined;
  /** For what never changes once it is written. */
  peek(key: string): T | undefined;
  put(key: string, entry: Versioned<T>): void;
}

/** Keeps the latest `most` entries. */
export function makeEtagCache<T>(most: number): EtagCache<T> {
  const entries = new LRUCache<string, Versioned<T>>({ max: most });
  return {
    take(key) {
      const entry = entries.peek(key);
      entries.delete(key);
      return entry;
    },
    peek: (key) => entries.peek(key)?.value,
    put: (key, entry) => void entries.set(key, entry),
  };
}
