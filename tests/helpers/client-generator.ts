// Tests that need client/generator, which has packages of its own. Without them these tests are skipped with a line on stderr; in
// continuous integration they fail.

import { isGeneratorInstalled } from '../../scripts/api-types';

const line = 'Client generators are not tried, because they are not installed: npm ci --prefix client/generator';

/** `describe`, or a loud skip. @throws in continuous integration when the generators are missing. */
export function describeWithGenerators(name: string, tests: () => void): void {
  if (isGeneratorInstalled()) {
    describe(name, tests);
    return;
  }
  if (process.env.CI === 'true') throw new Error(line);
  process.stderr.write(`\n*** ${line}\n\n`);
  // biome-ignore lint/suspicious/noSkippedTests: a missing tool is a skip with a line on stderr.
  describe.skip(name, tests);
}
