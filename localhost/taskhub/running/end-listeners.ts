// Tells those who wait that an instance has ended.

export interface EndListeners {
  /** @returns a function that takes the wait back. */
  wait(instanceId: string, ended: () => void): () => void;
  announce(instanceId: string): void;
}

export function makeEndListeners(): EndListeners {
  const waits = new Map<string, Set<() => void>>();
  return {
    wait(instanceId, ended) {
      const set = waits.get(instanceId) ?? new Set();
      waits.set(instanceId, set.add(ended));
      return () => {
        set.delete(ended);
        if (set.size === 0 && waits.get(instanceId) === set) waits.delete(instanceId);
      };
    },
    announce(instanceId) {
      const set = waits.get(instanceId);
      waits.delete(instanceId);
      for (const ended of set ?? []) ended();
    },
  };
}
