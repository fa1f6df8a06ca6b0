// `--inspect`: opens a debugger port. The app runs in this process, so breakpoints work in the app's own code.

import { open, url } from 'node:inspector';
import { StartupError } from '../core/startup-error';

/**
 * Opens Node's inspector on the loopback address, before the app loads. Node prints its url to standard error.
 * An inspector that NODE_OPTIONS already opened is kept.
 * @param port 0 = any free port.
 * @throws StartupError when the port is taken.
 */
export function openInspector(port: number): void {
  if (url() !== undefined) return;
  open(port, '127.0.0.1');
  if (url() === undefined) {
    throw new StartupError(`The debugger port ${port} is already in use. Choose another one with --inspect=PORT.`);
  }
}
