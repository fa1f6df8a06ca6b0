// Limits how far V8 grows the heap under load: a development host shares the machine with an editor and a browser.
// Measured with bench:host and bench:orders: much less memory, no more CPU time.

import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/**
 * A smaller limit makes busy apps collect too often; a larger one gains nothing. V8 itself goes to over 100 MB under
 * load.
 */
const maxNewSpaceMb = 48;

/** Call this after the app has loaded. */
export function limitHeapGrowth(): void {
  // Run the next full collection when the heap has doubled since the last one, instead of growing up to four times.
  setFlagsFromString('--heap-growing-percent=100');
  const collections = new PerformanceObserver(() => {
    if (newSpaceMb() < maxNewSpaceMb) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    collections.disconnect();
  });
  collections.observe({ entryTypes: ['gc'] });
}

function newSpaceMb(): number {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  return (space?.space_size ?? 0) / 2 ** 20;
}
