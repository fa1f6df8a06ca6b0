// Checks the Node version first: an older one would fail later, with an error about a missing module.

import { StartupError } from '../core/startup-error';

/** The first version in which node:sqlite needs no flag. */
const minimum = { major: 22, minor: 13 };

/** @param version as in `process.versions.node`. @throws StartupError when the host cannot run on it. */
export function checkNodeVersion(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > minimum.major || (major === minimum.major && minor >= minimum.minor)) return;
  throw new StartupError(`Node ${minimum.major}.${minimum.minor} or later is required; this is Node ${version}.`);
}
