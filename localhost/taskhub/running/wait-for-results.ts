// Delays an episode so that it processes more results at once. Every episode replays the whole history, so an instance
// with a long history and running activities waits for more results, for about as long as the replay takes.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ActivityPool } from './activity-pool';
import type { StateCache } from './state-cache';

/** Resolves when the instance's episode should run: at once if no result can arrive soon. */
export type WaitForResults = (instanceId: string) => Promise<void>;

/** In events. Shorter histories replay in less than a millisecond. */
const longHistory = 300;
const replayMsPerEvent = 0.004;

export function makeWaitForResults(cache: StateCache, activities: Pick<ActivityPool, 'open'>): WaitForResults {
  return async (instanceId) => {
    const events = cache.get(instanceId)?.history.events.length ?? 0;
    if (events < longHistory) return;
    const until = performance.now() + events * replayMsPerEvent;
    while (activities.open(instanceId) > 0 && performance.now() < until) await nextTurn();
  };
}
