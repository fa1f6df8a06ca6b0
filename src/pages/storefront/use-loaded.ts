// What a view loads when it is shown: the value, or what went wrong in words.

import { useEffect, useState } from 'preact/hooks';
import { type Words, wordsOf } from './problem-words';

export interface Loaded<T> {
  value?: T;
  problem?: Words;
}

/** @param key another key loads again. */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T> & { key?: string }>({});
  useEffect(() => {
    let isCurrent = true;
    load().then(
      (value) => isCurrent && setLoaded({ key, value }),
      (error: unknown) => isCurrent && setLoaded({ key, problem: wordsOf(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [key]);
  return loaded.key === key ? loaded : {};
}
