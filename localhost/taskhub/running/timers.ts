// Durable timers: stored in the task hub, and fired by one alarm for the timer that is due next.

import { clock, hostRank } from '../../core/host-clock';
import type { Arrivals } from '../arrivals/arrivals';
import type { Message, TimerWork } from '../effects';
import { timerFired } from '../events';
import type { Store } from '../store';
import type { StoredMessage } from '../tables/inbox-table';
import type { GroupCommit } from './group-commit';
import { makeTimerClock } from './timer-clock';

export interface Timers {
  /** Call this after a timer was stored. */
  added(fireAt: number): void;
  /** Sets the alarm for the stored timers. */
  start(): void;
  stop(): void;
}

export interface TimersDeps {
  store: Store;
  commits: GroupCommit;
  arrivals: Pick<Arrivals, 'add'>;
  deliver(message: StoredMessage): void;
  onFailure(error: unknown): void;
}

/** How many timers fire in one transaction, so that a large number of them does not block other work. */
const batchSize = 500;

/** With the Azure Storage provider a timer is a message that becomes visible when it is due. */
const timerQueue = 'timers';

export function makeTimers({ store, commits, arrivals, deliver, onFailure }: TimersDeps): Timers {
  const alarm = makeTimerClock((now) => arrivals.add({ to: timerQueue, see: () => fire(now) }));

  function fire(now: number): void {
    let fired: StoredMessage[] = [];
    commits.add(
      () => {
        fired = [];
        for (const timer of store.work.dueTimers(now, batchSize).sort(inSeededOrder)) {
          store.work.removeTimer(timer.instanceId, timer.timerId);
          const message = firedMessage(timer);
          fired.push({ seq: store.inbox.add(message), message });
        }
      },
      () => {
        for (const message of fired) deliver(message);
        start();
      },
      onFailure,
    );
  }

  function start(): void {
    const next = store.work.nextTimer();
    if (next !== undefined) alarm.wakeAt(next);
  }

  return { added: alarm.wakeAt, start, stop: alarm.stop };
}

function inSeededOrder(a: TimerWork, b: TimerWork): number {
  return a.fireAt - b.fireAt || hostRank(a.instanceId) - hostRank(b.instanceId);
}

function firedMessage({ instanceId, executionId, timerId, fireAt }: TimerWork): Message {
  return { to: instanceId, executionId, event: timerFired(timerId, fireAt, clock.now()) };
}
