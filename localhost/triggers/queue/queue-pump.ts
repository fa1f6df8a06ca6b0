// Reads a queue in batches, with limited concurrency and polling back-off. It serves the app's queues and the internal
// queue of the blob trigger. message-settlement.ts handles the single message.

import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import { statusOf } from '../../bindings/storage-clients';
import { makeBackoff } from '../../core/backoff';
import type { Logs } from '../../core/logs';
import { makeInterruptibleSleep } from '../interruptible-sleep';
import type { Listener } from '../listener';
import { hideMessage, makeMessageSettlement, type SettlementRules } from './message-settlement';
import type { LeaseTiming } from './visibility-lease';

const CATEGORY = 'Host.Triggers.Queue';

export interface QueuePumpTiming extends LeaseTiming {
  /** The poll delay right after a message was found. It grows to the maximum while the queue is empty. */
  minPollMs: number;
}

/**
 * The genuine host uses a visibility timeout of ten minutes and renews it every five. A development host is often killed
 * and restarted, and its unfinished messages should not wait that long: here it is 30 seconds, renewed every ten.
 * If a process cannot renew in time (a breakpoint, a sleeping laptop), it recognizes the message when it returns.
 */
export const QUEUE_PUMP_TIMING: QueuePumpTiming = {
  minPollMs: 100,
  visibilityMs: 30_000,
  renewEveryMs: 10_000,
  minRenewMs: 2_000,
};
/** Added to the visibility timeout after a start: by then the last process's unfinished messages are visible again. */
const LEFTOVERS_GRACE_MS = 500;

export interface QueuePumpOptions extends SettlementRules {
  /** Called at start, so that the client library is loaded only when a queue is read. */
  open(): QueueClient;
  /** Messages per request, 1 to 32. */
  batchSize: number;
  /** The next batch is fetched when at most this many messages are being handled. */
  newBatchThreshold: number;
  maxPollMs: number;
  logs: Logs;
  timing?: QueuePumpTiming;
}

export interface QueuePump extends Listener {
  /** Polls now, because a message was sent. */
  notify(): void;
}

export function makeQueuePump(options: QueuePumpOptions): QueuePump {
  const timing = options.timing ?? QUEUE_PUMP_TIMING;
  const backoff = makeBackoff(timing.minPollMs, options.maxPollMs);
  const pause = makeInterruptibleSleep();
  const inProgress = new Set<Promise<void>>();
  let stopped = true;
  let loop = Promise.resolve();
  let reachable = true;

  async function receive(queue: QueueClient): Promise<DequeuedMessageItem[]> {
    try {
      const visibilityTimeout = Math.max(1, Math.round(timing.visibilityMs / 1000));
      const request = { numberOfMessages: options.batchSize, visibilityTimeout };
      const { receivedMessageItems } = await queue.receiveMessages(request);
      reachable = true;
      return receivedMessageItems;
    } catch (error) {
      // A missing queue counts as empty. Any other error is logged once per outage and retried at the next poll.
      if (statusOf(error) !== 404 && reachable) {
        reachable = false;
        options.logs.write('warning', CATEGORY, `Cannot read queue '${queue.name}': ${error}`);
      }
      return [];
    }
  }

  async function poll(queue: QueueClient): Promise<void> {
    const settlement = makeMessageSettlement(queue, options, timing, {
      log: (level, message) => options.logs.write(level, CATEGORY, message),
      // Wait a moment, so that a cause of the failure can pass, but do not wait for the end of a long idle pause.
      retryIn: (ms) => wakeIn(Math.max(ms, timing.minPollMs)),
    });
    let found = true;
    while (!stopped) {
      const messages = await receive(queue);
      for (const message of messages) track(stopped ? hideMessage(queue, message, 0) : settlement.settle(message));
      if (messages.length > 0) {
        found = true;
        await capacityForBatch();
      } else {
        await pause.sleep(backoff.next(found));
        found = false;
      }
    }
  }

  function track(work: Promise<void>): void {
    const tracked = work
      .catch((error) => options.logs.write('error', CATEGORY, `Cannot settle a queue message: ${error}`))
      .finally(() => inProgress.delete(tracked));
    inProgress.add(tracked);
  }

  async function capacityForBatch(): Promise<void> {
    while (inProgress.size > options.newBatchThreshold && !stopped) await Promise.race(inProgress);
  }

  /** Polls after this time at the latest, even if the current pause is longer. */
  function wakeIn(ms: number): void {
    setTimeout(() => pause.wake(), ms).unref();
  }

  return {
    async start() {
      stopped = false;
      loop = poll(options.open());
      wakeIn(timing.visibilityMs + LEFTOVERS_GRACE_MS);
    },
    async stop() {
      stopped = true;
      pause.wake();
      await loop;
      await Promise.all(inProgress);
    },
    isQuiet: () => stopped || (pause.isSleeping() && inProgress.size === 0),
    notify: () => pause.wake(),
  };
}
