// Arrivals as on Flex Consumption: the durable side is an instance of its own. It sees what others send at its next poll
// of that control queue, and starts first if it does not run.

import type { FlexOptions } from '../../config/flex-options';
import type { DurableTaskSettings } from '../../config/host-json';
import { type Arrivals, type DurableSide, durableSide, type Sender } from './arrivals';
import { makeDurableInstance } from './durable-instance';
import { partitionOf } from './partition-of';
import { makeQueuePoll, type QueuePoll } from './queue-poll';
import type { WaitingRequests } from './waiting-requests';

export interface FlexReport {
  durable: { state: 'none' | 'starting' | 'running'; alwaysReady: boolean; coldStarts: number };
  /** `seen`: arrivals that waited for a poll and were seen; `waiting`: those that still wait. */
  arrivals: { seen: number; waiting: number };
}

export interface FlexArrivals extends Arrivals {
  report(): FlexReport;
}

export interface FlexArrivalsDeps {
  options: FlexOptions;
  settings: Pick<DurableTaskSettings, 'maxQueuePollingIntervalMs' | 'partitionCount'>;
  requests: Pick<WaitingRequests, 'waits'>;
}

export function makeFlexArrivals(deps: FlexArrivalsDeps, durable: DurableSide): FlexArrivals {
  const { options, settings, requests } = deps;
  let seen = 0;
  const queues = Array.from({ length: settings.partitionCount }, () =>
    makeQueuePoll({
      longestMs: settings.maxQueuePollingIntervalMs,
      polled(found) {
        if (found === 0) return;
        seen += found;
        instance.worked();
        durable.pump();
      },
    }),
  );
  const queueOf = (to: string) => queues[partitionOf(to, queues.length)] as QueuePoll;
  const waiting = () => queues.reduce((sum, queue) => sum + queue.waiting().length, 0);
  const instance = makeDurableInstance({
    options,
    isBusy: () => durable.isBusy() || waiting() > 0,
    started() {
      durable.open();
      for (const queue of queues) queue.start();
    },
    ended() {
      for (const queue of queues) queue.stop();
    },
  });

  return {
    add(arrival) {
      if (arrival.sender === durableSide) return arrival.see();
      queueOf(arrival.to).add(arrival);
      instance.need();
    },
    drop: (to) => queueOf(to).drop(to),
    asked(to, reader) {
      for (const sender of sendersTo(queueOf(to), to)) if (mayReadFor(to, reader, sender)) requests.waits(sender);
    },
    sent(to) {
      instance.worked();
      queueOf(to).wake();
    },
    start(hasWork) {
      instance.start();
      if (hasWork || waiting() > 0) instance.need();
    },
    stop() {
      instance.stop();
      for (const queue of queues) queue.stop();
    },
    report: () => ({
      durable: { state: instance.state(), alwaysReady: options.alwaysReady, coldStarts: instance.coldStarts() },
      arrivals: { seen, waiting: waiting() },
    }),
  };
}

function sendersTo(queue: QueuePoll, to: string): Sender[] {
  return queue
    .waiting()
    .flatMap((arrival) => (arrival.to === to && arrival.sender !== undefined ? arrival.sender : []));
}

/** An app may read an entity once for all invocations that have signalled it; an instance is read by who started it. */
function mayReadFor(to: string, reader: Sender | undefined, sender: Sender): boolean {
  return to.startsWith('@') || reader === sender;
}
