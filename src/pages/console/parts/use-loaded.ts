// Loads what a view shows, and loads it again while the page is visible, so that the view is never old.

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

export interface Loaded<T> {
  /** What was loaded last; also while it is loaded again, and after a later attempt has failed. */
  data?: T;
  /** Why the last attempt failed. */
  fault?: unknown;
  /** Loads now, for example after a change. */
  reload(): Promise<void>;
}

/**
 * @param load with a signal that aborts when its answer is no longer wanted.
 * @param key what it depends on: another key begins anew.
 * @param everyMs the pause between the end of one attempt and the beginning of the next.
 */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, key: string, everyMs: number): Loaded<T> {
  const [shown, setShown] = useState<{ key: string; data?: T; fault?: unknown }>({ key });
  const latest = useRef(load);
  latest.current = load;
  const running = useRef<AbortController>(undefined);

  const reload = useCallback(async () => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    try {
      const data = await latest.current(signal);
      if (!signal.aborted) setShown({ key, data });
    } catch (fault) {
      if (!signal.aborted) setShown((before) => ({ ...(before.key === key ? before : { key }), fault }));
    }
  }, [key]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const next = async () => {
      clearTimeout(timer);
      if (!document.hidden) await reload();
      if (!isOver) timer = setTimeout(next, everyMs);
    };
    const onShown = () => void (document.hidden || next());
    document.addEventListener('visibilitychange', onShown);
    void next();
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onShown);
      running.current?.abort();
    };
  }, [reload, everyMs]);

  const { data, fault } = shown.key === key ? shown : {};
  return { ...(data !== undefined && { data }), ...(fault !== undefined && { fault }), reload };
}
