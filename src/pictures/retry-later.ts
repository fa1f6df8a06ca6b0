// Retries a message of `picture-jobs` with growing pauses, by sending it again: the queue trigger has one pause for all its
// retries, and few of them. So an outage of minutes leaves no picture to people.

import type { PictureJob } from './picture-job';
import type { PictureJobs } from './ports';
import type { UploadEvent } from './upload-event';

/**
 * How long a message waits after its first failed attempt, its second, and so on. The last one is left to the trigger, which
 * retries it every two seconds (host.json) and then poisons it.
 */
export const retryDelaysSeconds: readonly number[] = [2, 8, 32, 128];

/** @throws the fault when the message is left to the trigger: after the last attempt, or if it cannot be sent. */
export type RetryLater = (
  message: PictureJob | UploadEvent,
  fault: unknown,
  warn: (...line: unknown[]) => void,
) => Promise<void>;

export function makeRetryLater(jobs: PictureJobs): RetryLater {
  return async (message, fault, warn) => {
    const { attempt = 1 } = message;
    const delaySeconds = retryDelaysSeconds[attempt - 1];
    if (delaySeconds === undefined) throw fault;
    try {
      await jobs.send({ ...message, attempt: attempt + 1 }, delaySeconds);
    } catch (error) {
      warn(`it could not be sent again and is left to the retries of the trigger: ${error}`);
      throw fault;
    }
    warn(`attempt ${attempt} failed; the next one is in ${delaySeconds} s:`, fault);
  };
}
