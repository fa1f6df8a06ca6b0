// Sends picture jobs, and parks those that failed for good. A trigger empties the poison queue to record the failures,
// so the messages move to a queue of their own, without a trigger, until an admin replays them.

import type { ParkedJobs, PictureJobs } from '../../pictures/ports';
import { encodeParkedMessage } from './parked-message';
import { makeQueueSender } from './queue-sender';
import type { Storage } from './storage';

export const pictureJobsQueue = 'picture-jobs';
export const parkedJobsQueue = 'picture-jobs-parked';

export function makeQueuePictureJobs(storage: Storage): PictureJobs {
  const { send } = makeQueueSender(storage, pictureJobsQueue);
  return { send: (message, delaySeconds) => send(JSON.stringify(message), delaySeconds) };
}

export function makeQueueParkedJobs(storage: Storage): ParkedJobs {
  const { send } = makeQueueSender(storage, parkedJobsQueue);
  return { park: (message, reason) => send(encodeParkedMessage({ message, reason })) };
}
