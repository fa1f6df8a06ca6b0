// Rendering threads compute for seconds. With few cores they would delay the event loop, so they run at a
// lower priority.

import { constants, setPriority } from 'node:os';

/** Lowers the priority of the calling thread on Linux; does nothing on other systems. */
export function lowerThreadPriority(): void {
  // On Linux this sets the priority of the thread, on other systems that of the whole process.
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);
}
