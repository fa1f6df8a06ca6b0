// Polls one control queue as the Azure Storage provider does: the pauses grow while the queue is empty, and end when the
// polling instance itself sends a message to that queue. A message of another instance waits for the next poll.

import { makeBackoff } from '../../core/backoff';
import type { Arrival } from './arrivals';

export interface QueuePoll {
  add(arrival: Arrival): void;
  drop(to: string): void;
  waiting(): readonly Arrival[];
  /** Polls now, and goes on. */
  start(): void;
  stop(): void;
  /** Ends the pause. */
  wake(): void;
}

export interface QueuePollOptions {
  /** `maxQueuePollingInterval` of host.json. */
  longestMs: number;
  /** Called after each poll. @param found how many messages it saw. */
  polled(found: number): void;
}

/** That of Microsoft's provider; a lower maximum is raised to it. */
const shortestMs = 50;

export function makeQueuePoll({ longestMs, polled }: QueuePollOptions): QueuePoll {
  let arrivals: Arrival[] = [];
  let isPolling = false;
  let isAwake = false;
  let timer: NodeJS.Timeout | undefined;
  const backoff = makeBackoff(shortestMs, Math.max(shortestMs, longestMs));

  function poll(): void {
    isAwake = false;
    const found = arrivals;
    arrivals = [];
    for (const { see } of found) see();
    polled(found.length);
    if (isPolling) schedule(backoff.next(found.length > 0));
  }

  function schedule(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(poll, ms);
  }

  return {
    add(arrival) {
      arrivals.push(arrival);
    },
    drop(to) {
      arrivals = arrivals.filter((arrival) => arrival.to !== to);
    },
    waiting: () => arrivals,
    start() {
      if (isPolling) return;
      isPolling = true;
      backoff.next(true);
      poll();
    },
    stop() {
      isPolling = false;
      clearTimeout(timer);
    },
    wake() {
      if (!isPolling || isAwake) return;
      isAwake = true;
      backoff.next(true);
      schedule(0);
    },
  };
}
