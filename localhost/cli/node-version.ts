// An older Node fails somewhere inside, on a module it does not have: better to say so at once.

import { StartupError } from '../core/startup-error';

/** node:sqlite needs no flag from this version on. */
const least = { major: 22, minor: 13 };

/** @throws StartupError when the host cannot run on this version of Node, given as in `process.versions.node`. */
export function checkNodeVersion(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > least.major || (major === least.major && minor >= least.minor)) return;
  throw new StartupError(`Node ${least.major}.${least.minor} or later is needed; this is Node ${version}.`);
}
