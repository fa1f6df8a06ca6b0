// `--inspect`: a debugger can stop in the app's code, which runs in this very process.

import { open, url } from 'node:inspector';
import { StartupError } from '../core/startup-error';

/**
 * Opens Node's inspector on the loopback address, before the app is loaded; Node tells its url on standard error.
 * One that NODE_OPTIONS has opened stays as it is.
 * @param port 0 = any free one.
 * @throws StartupError when the port is taken.
 */
export function openInspector(port: number): void {
  if (url() !== undefined) return;
  open(port, '127.0.0.1');
  if (url() === undefined) {
    throw new StartupError(`The debugger's port ${port} is unavailable. Choose another one with --inspect=PORT.`);
  }
}
