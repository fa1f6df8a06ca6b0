// Caches the state of instances, so that an episode need not read the history again. The total size of the histories is
// limited; the least recently stored instances are dropped first.

import type { InstanceState } from '../instance';

export interface StateCache {
  get(id: string): InstanceState | undefined;
  set(id: string, state: InstanceState): void;
  remove(id: string): void;
}

/** Characters of history text; parsed events take about four times that in bytes. */
const defaultLimit = 32 * 1024 * 1024;

export function makeStateCache(limit = defaultLimit): StateCache {
  const states = new Map<string, { state: InstanceState; size: number }>();
  let total = 0;

  function remove(id: string): void {
    total -= states.get(id)?.size ?? 0;
    states.delete(id);
  }

  return {
    get(id) {
      return states.get(id)?.state;
    },
    set(id, state) {
      remove(id);
      const size = state.history.text.length + (state.instance.input?.length ?? 0) + 500;
      states.set(id, { state, size });
      total += size;
      for (const oldest of states.keys()) {
        if (total <= limit) break;
        remove(oldest);
      }
    },
    remove,
  };
}
