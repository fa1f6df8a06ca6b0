// Painting gives way: where there are few cores, threads that compute for seconds would otherwise keep the event loop
// waiting for its turn on one of them.

import { constants, setPriority } from 'node:os';

/** Lets the calling thread compute only when threads of usual priority do not. Elsewhere than on Linux it does nothing. */
export function giveWay(): void {
  // Linux takes the priority for that of the thread, other systems for that of the whole process.
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);
}
