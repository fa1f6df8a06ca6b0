// V8 takes memory rather than time when a process is busy; a host for development stands beside an editor and a browser.
// Measured with the benches of this host and of orders: much less memory, no more CPU time.

import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Less makes busy apps collect too often, more gains nothing any more. V8 would let it grow to over 100 MB under load. */
const mostForNewObjectsMb = 48;

/** To be called once the app is loaded. */
export function limitHeapGrowth(): void {
  // The next full collection comes when the heap is twice what the last one left, instead of up to four times.
  setFlagsFromString('--heap-growing-percent=100');
  const collections = new PerformanceObserver(() => {
    if (newSpaceMb() < mostForNewObjectsMb) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    collections.disconnect();
  });
  collections.observe({ entryTypes: ['gc'] });
}

function newSpaceMb(): number {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  return (space?.space_size ?? 0) / 2 ** 20;
}
