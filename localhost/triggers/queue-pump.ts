// The engine under every queue that the host reads, the app's own and the blob trigger's internal one:
// batches, bounded parallelism, polling back-off, renewed visibility, retries and poison.

import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import { statusOf } from '../bindings/storage-clients';
import type { Logs } from '../logs';
import { makeBackoff } from './backoff';
import { makeInterruptibleSleep } from './interruptible-sleep';
import type { Listener } from './listener';
import { holdMessage, type LeaseTiming, type VisibilityLease } from './visibility-lease';

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
/** A failed message that has no poison queue to go to is tried again after ten minutes, as in the genuine host. */
const FAILED_WITHOUT_POISON_MS = 600_000;
/** After a start: what the last process had in work is visible again by then. */
const LEFTOVERS_GRACE_MS = 500;

export interface QueuePumpOptions {
  /** Made at start, so that the client library is loaded only when a queue is really read. */
  open(): QueueClient;
  /** Messages per receive, 1 to 32. */
  batchSize: number;
  /** The next batch is fetched when no more than this many messages are in work. */
  newBatchThreshold: number;
  maxDequeueCount: number;
  /** How long a failed message stays invisible before it is tried again. */
  retryAfterMs: number;
  maxPollMs: number;
  /** Puts a message's text away for good; absent = a failed message is tried again after ten minutes. */
  toPoison?: (wireText: string) => Promise<void>;
  /** Handles one message. A throw means failure; `poison` means that retrying is pointless. */
  handle(message: DequeuedMessageItem): Promise<'done' | 'poison'>;
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
  const leases = new Map<string, VisibilityLease>();
  let stopping = new AbortController();
  let loop = Promise.resolve();
  let reachable = true;

  async function receive(queue: QueueClient): Promise<DequeuedMessageItem[]> {
    try {
      const visibilityTimeout = Math.max(1, Math.round(timing.visibilityMs / 1000));
      const request = { numberOfMessages: options.batchSize, visibilityTimeout, abortSignal: stopping.signal };
      const { receivedMessageItems } = await queue.receiveMessages(request);
      reachable = true;
      return receivedMessageItems;
    } catch (error) {
      // A missing queue is an empty queue. Anything else is told once per outage and tried again at the next poll.
      if (!stopping.signal.aborted && statusOf(error) !== 404 && reachable) {
        reachable = false;
        options.logs.write('warning', CATEGORY, `Queue '${queue.name}' cannot be read: ${messageOf(error)}`);
      }
      return [];
    }
  }

  async function poll(queue: QueueClient): Promise<void> {
    let found = true;
    while (!stopping.signal.aborted) {
      const messages = await receive(queue);
      for (const message of messages) {
        const held = leases.get(message.messageId);
        if (held === undefined) track(settle(queue, message));
        else held.adopt(message.popReceipt);
      }
      if (messages.length > 0) {
        found = true;
        await roomForABatch();
      } else {
        await pause.sleep(backoff.next(found));
        found = false;
      }
    }
  }

  function track(work: Promise<void>): void {
    const tracked = work
      .catch((error) => options.logs.write('error', CATEGORY, `A queue message was not settled: ${messageOf(error)}`))
      .finally(() => inWork.delete(tracked));
    inWork.add(tracked);
  }

  async function roomForABatch(): Promise<void> {
    while (inWork.size > options.newBatchThreshold && !stopping.signal.aborted) await Promise.race(inWork);
  }

  async function settle(queue: QueueClient, message: DequeuedMessageItem): Promise<void> {
    const onError = (error: unknown) =>
      options.logs.write('warning', CATEGORY, `Message ${message.messageId} was not renewed: ${messageOf(error)}`);
    const lease = holdMessage(queue, message, timing, onError);
    leases.set(message.messageId, lease);
    const outcome = await attempt(message);
    const popReceipt = await lease.release();
    leases.delete(message.messageId);
    if (outcome === 'done') return forget(queue, message, popReceipt);
    if (options.toPoison === undefined) return hide(queue, message, popReceipt, FAILED_WITHOUT_POISON_MS);
    if (outcome === 'failed' && message.dequeueCount < options.maxDequeueCount) {
      await hide(queue, message, popReceipt, options.retryAfterMs);
      // It is due again: not at once, so that what failed gets a moment, but not after a long idle pause either.
      setTimeout(() => pause.wake(), Math.max(options.retryAfterMs, timing.minPollMs)).unref();
      return;
    }
    await options.toPoison(message.messageText);
    options.logs.write(
      'warning',
      CATEGORY,
      `Message ${message.messageId} of queue '${queue.name}' was moved to the poison queue after ${message.dequeueCount} deliveries.`,
    );
    await forget(queue, message, popReceipt);
  }

  async function attempt(message: DequeuedMessageItem): Promise<'done' | 'poison' | 'failed'> {
    if (message.dequeueCount > options.maxDequeueCount && options.toPoison !== undefined) return 'poison';
    try {
      return await options.handle(message);
    } catch {
      // Logged where it was thrown: the executor tells of every failed function.
      return 'failed';
    }
  }

  return {
    async start() {
      stopping = new AbortController();
      loop = poll(options.open());
      setTimeout(() => pause.wake(), timing.visibilityMs + LEFTOVERS_GRACE_MS).unref();
    },
    async stop() {
      stopping.abort();
      pause.wake();
      await loop;
      await Promise.all(inWork);
    },
    notify: () => pause.wake(),
  };
}

function hide(queue: QueueClient, message: DequeuedMessageItem, popReceipt: string, forMs: number): Promise<void> {
  const seconds = Math.round(forMs / 1000);
  return ignoringLostMessage(queue.updateMessage(message.messageId, popReceipt, undefined, seconds));
}

function forget(queue: QueueClient, message: DequeuedMessageItem, popReceipt: string): Promise<void> {
  return ignoringLostMessage(queue.deleteMessage(message.messageId, popReceipt));
}

/** A message that somebody else deleted or received meanwhile is no longer ours to settle. */
async function ignoringLostMessage(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
