// The engine under every queue that the host reads, the app's own and the blob trigger's internal one:
// batches, bounded parallelism, polling back-off. What becomes of a message is message-settlement's.

import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import { statusOf } from '../../bindings/storage-clients';
import type { Logs } from '../../core/logs';
import { makeBackoff } from '../backoff';
import { makeInterruptibleSleep } from '../interruptible-sleep';
import type { Listener } from '../listener';
import { hideMessage, makeMessageSettlement, type SettlementRules } from './message-settlement';
import type { LeaseTiming } from './visibility-lease';

const CATEGORY = 'Host.Triggers.Queue';

export interface QueuePumpTiming extends LeaseTiming {
  /** The poll delay right after work was found; it grows to the maximum while there is none. */
  minPollMs: number;
}

/**
 * The genuine host receives a message for ten minutes and renews it every five. Here a host is often killed and started again,
 * and nobody wants to wait ten minutes for what was in work then: half a minute, renewed every ten seconds.
 * A process that could not renew in time (a breakpoint, a sleeping laptop) knows the message when it comes again.
 */
export const QUEUE_PUMP_TIMING: QueuePumpTiming = {
  minPollMs: 100,
  visibilityMs: 30_000,
  renewEveryMs: 10_000,
  minRenewMs: 2_000,
};
/** After a start: what the last process had in work is visible again by then. */
const LEFTOVERS_GRACE_MS = 500;

export interface QueuePumpOptions extends SettlementRules {
  /** Made at start, so that the client library is loaded only when a queue is really read. */
  open(): QueueClient;
  /** Messages per receive, 1 to 32. */
  batchSize: number;
  /** The next batch is fetched when no more than this many messages are in work. */
  newBatchThreshold: number;
  maxPollMs: number;
  logs: Logs;
  timing?: QueuePumpTiming;
}

export interface QueuePump extends Listener {
  /** There is work: poll now. */
  notify(): void;
}

export function makeQueuePump(options: QueuePumpOptions): QueuePump {
  const timing = options.timing ?? QUEUE_PUMP_TIMING;
  const backoff = makeBackoff(timing.minPollMs, options.maxPollMs);
  const pause = makeInterruptibleSleep();
  const inWork = new Set<Promise<void>>();
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
      // A missing queue is an empty queue. Anything else is told once per outage and tried again at the next poll.
      if (statusOf(error) !== 404 && reachable) {
        reachable = false;
        options.logs.write('warning', CATEGORY, `Queue '${queue.name}' cannot be read: ${error}`);
      }
      return [];
    }
  }

  async function poll(queue: QueueClient): Promise<void> {
    const settlement = makeMessageSettlement(queue, options, timing, {
      log: (level, message) => options.logs.write(level, CATEGORY, message),
      // Not at once, so that what failed gets a moment, but not only after a long idle pause either.
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
      .catch((error) => options.logs.write('error', CATEGORY, `A queue message was not settled: ${error}`))
      .finally(() => inWork.delete(tracked));
    inWork.add(tracked);
  }

  async function capacityForBatch(): Promise<void> {
    while (inWork.size > options.newBatchThreshold && !stopped) await Promise.race(inWork);
  }

  /** Polls then, however long the current pause would last. */
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
      await Promise.all(inWork);
    },
    notify: () => pause.wake(),
  };
}
