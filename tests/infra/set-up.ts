// Says once and loudly when the infrastructure cannot be tested here. In continuous integration that is a failure.

import { findBicepCli, lineWhenMissing } from './find-bicep-cli';

// biome-ignore lint/style/noDefaultExport: Jest takes the default export of a global set-up.
export default function setUp(): void {
  const line = lineWhenMissing(findBicepCli());
  if (line) process.stderr.write(`\n*** ${line}\n\n`);
}
