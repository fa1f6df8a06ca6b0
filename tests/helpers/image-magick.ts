// ImageMagick, a converter independent of both picture engines. Without it, tests that need it are skipped with a line on
// stderr; in continuous integration they fail.

import { spawnSync } from 'node:child_process';
import { findImageMagick } from '../../bench/pictures/imagemagick';

const found = findImageMagick();
const line = 'ImageMagick is not installed, so colours are not compared with it: apt-get install imagemagick';

/** `describe`, or a loud skip. @throws in continuous integration when ImageMagick is missing. */
export function describeWithImageMagick(name: string, tests: () => void): void {
  if (found) {
    describe(name, tests);
    return;
  }
  if (process.env.CI === 'true') throw new Error(line);
  process.stderr.write(`\n*** ${line}\n\n`);
  // biome-ignore lint/suspicious/noSkippedTests: a missing tool is a skip with a line on stderr.
  describe.skip(name, tests);
}

/** Runs ImageMagick with its standard input, and returns its standard output. @throws with what it says when it fails. */
export function imageMagick(args: string[], input: Uint8Array): Buffer {
  const { status, stdout, stderr } = spawnSync(found?.command ?? 'convert', args, {
    input,
    maxBuffer: 512 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`ImageMagick ${args.join(' ')}: ${stderr}`);
  return stdout;
}
