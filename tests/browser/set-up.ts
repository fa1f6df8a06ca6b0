// Jest's global set-up of the browser tests: warns if they cannot run here; fails then in continuous integration.

import { findChromium, lineWhenMissing } from './find-chromium';

// biome-ignore lint/style/noDefaultExport: Jest takes the default export of a global set-up.
export default function setUp(): void {
  const line = lineWhenMissing(findChromium());
  if (line) process.stderr.write(`\n*** ${line}\n\n`);
}
