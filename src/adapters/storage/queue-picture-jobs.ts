// Jobs on queue `picture-jobs`, and where they wait for people after their last attempt: the trigger of the poison queue
// takes messages out of it to note the failure, so they are put into a queue of ours that nothing reads by itself.

import type { ParkedJobs, PictureJobs } from '../../pictures/ports';
import { parkedText } from './parked-text';
import { makeQueueSender } from './queue-sender';
import type { Storage } from './storage';

export const pictureJobsQueue = 'picture-jobs';
export const parkedJobsQueue = 'picture-jobs-parked';

export function makeQueuePictureJobs(storage: Storage): PictureJobs {
  const { send } = makeQueueSender(storage, pictureJobsQueue);
  return { send: (job, delaySeconds) => send(JSON.stringify(job), delaySeconds) };
}

export function makeQueueParkedJobs(storage: Storage): ParkedJobs {
  const { send } = makeQueueSender(storage, parkedJobsQueue);
  return { park: (message, reason) => send(parkedText({ message, reason })) };
}
