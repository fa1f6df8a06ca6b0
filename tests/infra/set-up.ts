// Jest's global set-up of the infrastructure tests: warns if they cannot run here; fails then in continuous integration.

import { findBicepCli, lineWhenMissing } from './find-bicep-cli';

// biome-ignore lint/style/noDefaultExport: Jest takes the default export of a global set-up.
export default function setUp(): void {
  const line = lineWhenMissing(findBicepCli());
  if (line) process.stderr.write(`\n*** ${line}\n\n`);
}
