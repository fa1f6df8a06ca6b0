// Matches external events with the orchestrator's waits, as durable-functions does: names are case-sensitive, events
// without a wait are buffered in order, and the latest of several waits on one name gets the event.

import type { EventRaised } from '../history';

export interface EventWaits {
  waitFor(name: string, raised: () => void): void;
  raise(event: EventRaised): void;
  isWaiting(): boolean;
  /** Events without a wait, in order of arrival. */
  bufferedEvents(): EventRaised[];
}

export function makeEventWaits(): EventWaits {
  const waiting = new Map<string, (() => void)[]>();
  const kept = new Map<string, { event: EventRaised; order: number }[]>();
  let order = 0;
  return {
    waitFor(name, raised) {
      const events = kept.get(name);
      if (events?.shift()) {
        if (events.length === 0) kept.delete(name);
        return raised();
      }
      append(waiting, name, raised);
    },
    raise(event) {
      const waits = waiting.get(event.Name);
      const raised = waits?.pop();
      if (waits?.length === 0) waiting.delete(event.Name);
      if (raised) raised();
      else append(kept, event.Name, { event, order: order++ });
    },
    isWaiting: () => waiting.size > 0,
    bufferedEvents: () =>
      [...kept.values()]
        .flat()
        .sort((a, b) => a.order - b.order)
        .map(({ event }) => event),
  };
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
