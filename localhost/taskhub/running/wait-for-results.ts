// Fewer and larger episodes. Every episode replays the whole history, so an instance with a long one that has many
// activities under way lets their results waitForResults for about as long as its replay will take.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ActivityPool } from './activity-pool';
import type { StateCache } from './state-cache';

/** Comes back when the instance should have its turn; at once when nothing of it could arrive soon. */
export type WaitForResults = (instanceId: string) => Promise<void>;

/** Shorter histories are replayed in less than a millisecond. */
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
