// Arrivals as on Flex Consumption, on a clock of the test's own.

import { parseFlexOptions } from '../../../../../localhost/config/flex-options';
import { durableSide } from '../../../../../localhost/taskhub/arrivals/arrivals';
import { makeFlexArrivals } from '../../../../../localhost/taskhub/arrivals/flex-arrivals';
import { partitionOf } from '../../../../../localhost/taskhub/arrivals/partition-of';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function aHub(flex: string, { longestMs = 10_000, partitionCount = 4 } = {}) {
  const began = performance.now();
  const seen: Record<string, number> = {};
  const waited: string[] = [];
  let isBusy = false;
  let opened = 0;
  let pumped = 0;
  const arrivals = makeFlexArrivals(
    {
      options: parseFlexOptions(flex),
      settings: { maxQueuePollingIntervalMs: longestMs, partitionCount },
      requests: { waits: (id) => waited.push(id) },
    },
    {
      open: () => {
        opened++;
      },
      pump: () => {
        pumped++;
      },
      isBusy: () => isBusy,
    },
  );
  return {
    arrivals,
    waited,
    seen,
    opened: () => opened,
    pumped: () => pumped,
    now: () => performance.now() - began,
    add(to: string, sender?: string) {
      arrivals.add({
        to,
        sender,
        see: () => {
          seen[to] = Math.round(performance.now() - began);
        },
      });
    },
    busy(value: boolean) {
      isBusy = value;
    },
  };
}

describe('with one instance always ready', () => {
  it('sees a message of another instance at the next poll, and not before', () => {
    const hub = aHub('always-ready');
    hub.arrivals.start(false);
    jest.advanceTimersByTime(60_000);
    hub.add('order-1');
    expect(hub.seen).toEqual({});
    jest.advanceTimersByTime(10_000);
    expect(hub.seen['order-1']).toBeGreaterThan(60_000);
    expect(hub.pumped()).toBe(1);
  });

  it('polls a queue less and less often while it is empty, up to the maximum, and soon after it has found something', () => {
    const pauses = jest.spyOn(globalThis, 'setTimeout');
    const hub = aHub('always-ready', { partitionCount: 1 });
    hub.arrivals.start(false);
    jest.advanceTimersByTime(120_000);
    const growing = pauses.mock.calls.map(([, ms]) => ms ?? 0);
    expect(growing).toEqual([...growing].sort((a, b) => a - b));
    expect(growing[0]).toBeLessThanOrEqual(110);
    expect(growing.at(-1)).toBe(10_000);
    hub.add('order-1');
    pauses.mockClear();
    jest.advanceTimersByTime(10_000);
    expect(pauses.mock.calls[0]?.[1]).toBe(50);
    pauses.mockRestore();
  });

  it('ends the pause of a queue when the durable side sends to that queue itself, and of no other queue', () => {
    const [a, b] = twoPartitions();
    const hub = aHub('always-ready', { partitionCount: 4 });
    hub.arrivals.start(false);
    jest.advanceTimersByTime(120_000);
    hub.add(a);
    hub.add(b);
    hub.arrivals.sent(a);
    jest.advanceTimersByTime(1);
    expect(Object.keys(hub.seen)).toEqual([a]);
    jest.advanceTimersByTime(10_000);
    expect(Object.keys(hub.seen)).toEqual([a, b]);
  });

  it('sees what a function of the durable side sends at once', () => {
    const hub = aHub('always-ready');
    hub.arrivals.start(false);
    jest.advanceTimersByTime(60_000);
    hub.add('order-1', durableSide);
    expect(hub.seen).toEqual({ 'order-1': 60_000 });
  });

  it('polls every 50 ms at the least, like Microsoft’s provider', () => {
    const hub = aHub('always-ready', { longestMs: 0 });
    hub.arrivals.start(false);
    jest.advanceTimersByTime(1_010);
    hub.add('order-1');
    jest.advanceTimersByTime(1_000);
    expect(hub.seen['order-1']).toBe(1_050);
  });

  it('never ends', () => {
    const hub = aHub('always-ready');
    hub.arrivals.start(false);
    jest.advanceTimersByTime(24 * 3_600_000);
    expect(hub.arrivals.report().durable).toEqual({ state: 'running', alwaysReady: true, coldStarts: 0 });
  });
});

describe('from cold', () => {
  it('sees a message after the start of an instance, which opens the hub', () => {
    const hub = aHub('cold:8s');
    hub.arrivals.start(false);
    jest.advanceTimersByTime(60_000);
    expect(hub.opened()).toBe(0);
    hub.add('order-1');
    jest.advanceTimersByTime(7_999);
    expect(hub.seen).toEqual({});
    expect(hub.arrivals.report()).toMatchObject({ durable: { state: 'starting' }, arrivals: { waiting: 1 } });
    jest.advanceTimersByTime(1);
    expect(hub.seen).toEqual({ 'order-1': 68_000 });
    expect(hub.opened()).toBe(1);
    expect(hub.arrivals.report()).toMatchObject({ arrivals: { seen: 1, waiting: 0 } });
  });

  it('ends after the time without work, and starts cold again', () => {
    const hub = aHub('cold:8s,idle:30s');
    hub.arrivals.start(false);
    hub.add('order-1');
    jest.advanceTimersByTime(8_000);
    jest.advanceTimersByTime(20_000);
    hub.arrivals.sent('order-1');
    jest.advanceTimersByTime(29_999);
    expect(hub.arrivals.report().durable.state).toBe('running');
    jest.advanceTimersByTime(1);
    expect(hub.arrivals.report().durable.state).toBe('none');
    hub.add('order-2');
    jest.advanceTimersByTime(8_000);
    expect(hub.seen['order-2']).toBe(66_000);
    expect(hub.arrivals.report().durable.coldStarts).toBe(2);
  });

  it('does not end while a function runs', () => {
    const hub = aHub('cold:1s,idle:30s');
    hub.arrivals.start(true);
    hub.busy(true);
    jest.advanceTimersByTime(600_000);
    expect(hub.arrivals.report().durable.state).toBe('running');
    hub.busy(false);
    jest.advanceTimersByTime(60_000);
    expect(hub.arrivals.report().durable.state).toBe('none');
  });

  it('starts for work that was stored before the host started', () => {
    const hub = aHub('cold:2s');
    hub.arrivals.start(true);
    jest.advanceTimersByTime(2_000);
    expect(hub.opened()).toBe(1);
  });

  it('does nothing any more after a stop', () => {
    const hub = aHub('cold:2s');
    hub.arrivals.start(false);
    hub.add('order-1');
    hub.arrivals.stop();
    hub.add('order-2');
    jest.advanceTimersByTime(60_000);
    expect(hub.seen).toEqual({});
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('who waits for a poll', () => {
  it('is an invocation that reads the target of its message before it is seen', () => {
    const hub = aHub('cold:8s');
    hub.arrivals.start(false);
    hub.add('order-1', 'invocation-1');
    hub.arrivals.asked('order-1', 'invocation-2');
    hub.arrivals.asked('order-2', 'invocation-1');
    expect(hub.waited).toEqual([]);
    hub.arrivals.asked('order-1', 'invocation-1');
    expect(hub.waited).toEqual(['invocation-1']);
    jest.advanceTimersByTime(8_000);
    hub.arrivals.asked('order-1', 'invocation-1');
    expect(hub.waited).toEqual(['invocation-1']);
  });

  it('is every sender to an entity that is read, whoever reads it for all of them', () => {
    const hub = aHub('cold:8s');
    hub.arrivals.start(false);
    hub.add('@cart@ada', 'invocation-1');
    hub.add('@cart@ada', 'invocation-2');
    hub.add('@cart@bob', 'invocation-3');
    hub.add('@cart@ada');
    hub.arrivals.asked('@cart@ada', 'invocation-1');
    expect(hub.waited).toEqual(['invocation-1', 'invocation-2']);
  });
});

it('forgets messages that were removed from the store', () => {
  const hub = aHub('cold:1s');
  hub.arrivals.start(false);
  hub.add('order-1');
  hub.add('order-2');
  hub.arrivals.drop('order-1');
  jest.advanceTimersByTime(1_000);
  expect(Object.keys(hub.seen)).toEqual(['order-2']);
});

/** Two ids with different queues. */
function twoPartitions(): [string, string] {
  const ids = Array.from({ length: 20 }, (_, n) => `order-${n}`);
  const [a = ''] = ids;
  const b = ids.find((id) => partitionOf(id, 4) !== partitionOf(a, 4)) ?? '';
  return [a, b];
}

it('spreads ids evenly over the queues', () => {
  const counts = [0, 0, 0, 0];
  for (let n = 0; n < 1_000; n++) {
    const partition = partitionOf(`@stock@sku-${n}`, 4);
    counts[partition] = (counts[partition] ?? 0) + 1;
  }
  for (const count of counts) expect(count).toBeGreaterThan(200);
});
