// Tests that start, stop or kill a local host of their own have no place in a run against a host given from outside.

import { isForeignHost } from './running-app';

const skip = test.skip;

/** A test as usual; with E2E_BASE_URL it is skipped, and says so. */
export function ownHostTest(name: string, run: () => Promise<void>, timeoutMs?: number): void {
  if (isForeignHost()) {
    process.stderr.write(`Skipped, because E2E_BASE_URL names a host and this test runs one of its own: ${name}\n`);
    skip(name, run);
  } else {
    test(name, run, timeoutMs);
  }
}
