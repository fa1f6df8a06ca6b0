// Not every message of `picture-jobs` is a job: an upload event names a blob but no version, so the job is made for the
// current version. Event Grid sends such events where there is no webhook (infra: uploadEvents = 'queue'), and so does the
// blob trigger's function when storage fails, because a message is retried for longer than an event.

import { accepted, type Result } from '../shared/result';
import { parseSourcePath } from './picture';
import { type PictureJob, parsePictureJob } from './picture-job';
import type { RegisterUpload } from './register-upload';
import { subjectStart, type UploadEvent, uploadEventSchema } from './upload-event';

/** The job or the event in a message, or why it contains none. */
export function parsePictureMessage(message: unknown): Result<PictureJob | UploadEvent, 'NO_JOB'> {
  const event = uploadEventSchema.safeParse(message);
  return event.success ? accepted(event.data) : parsePictureJob(message);
}

/** Returns the job, or the job for an event's upload; undefined when the upload needs none. */
export type JobInMessage = (message: PictureJob | UploadEvent) => Promise<PictureJob | undefined>;

export function makeJobInMessage(registerUpload: RegisterUpload): JobInMessage {
  return async (message) => {
    if (!('eventType' in message)) return message;
    const name = parseSourcePath(`uploads/${message.subject.slice(subjectStart.length)}`);
    return name && (await registerUpload(name));
  };
}
