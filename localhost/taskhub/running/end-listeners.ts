// Notifies listeners that an instance has ended: requests that wait for its result need no polling.

export interface EndListeners {
  /** Calls `ended` once. @returns a function that removes the listener. */
  add(instanceId: string, ended: () => void): () => void;
  notify(instanceId: string): void;
}

export function makeEndListeners(): EndListeners {
  const listeners = new Map<string, Set<() => void>>();
  return {
    add(instanceId, ended) {
      const set = listeners.get(instanceId) ?? new Set();
      listeners.set(instanceId, set.add(ended));
      return () => {
        set.delete(ended);
        if (set.size === 0 && listeners.get(instanceId) === set) listeners.delete(instanceId);
      };
    },
    notify(instanceId) {
      const set = listeners.get(instanceId);
      listeners.delete(instanceId);
      for (const ended of set ?? []) ended();
    },
  };
}
