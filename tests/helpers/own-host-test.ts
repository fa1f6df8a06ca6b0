// Declares tests that start, stop or kill their own local host, which a run against a given host skips.

import { isForeignHost } from './running-app';

const skip = test.skip;

/** Like `test`, but skipped with E2E_BASE_URL. */
export function ownHostTest(name: string, run: () => Promise<void>, timeoutMs?: number): void {
  if (isForeignHost()) {
    process.stderr.write(`Skipped, because E2E_BASE_URL names a host and this test runs one of its own: ${name}\n`);
    skip(name, run);
  } else {
    test(name, run, timeoutMs);
  }
}
