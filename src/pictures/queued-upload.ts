// Not every message of `picture-jobs` is a job: an upload event names a blob but no version, so the job is made for the
// current version. Event Grid sends such events where there is no webhook (infra: uploadEvents = 'queue'), and so does the
// blob trigger's function when storage fails, because a message is retried for longer than an event.

import { z } from 'zod';
import { accepted, type Result } from '../shared/result';
import { type PictureName, parseSourcePath, sourceBlobName } from './picture';
import { attemptSchema, type PictureJob, parsePictureJob } from './picture-job';
import type { RegisterUpload } from './register-upload';

/** The subject filter of the subscription in infra/events.bicep. */
const subjectStart = '/blobServices/default/containers/uploads/blobs/';
/** An event in the Event Grid schema; its other members are not checked. */
const uploadEventSchema = z.object({
  eventType: z.literal('Microsoft.Storage.BlobCreated'),
  subject: z.string().startsWith(subjectStart),
  attempt: attemptSchema,
});

export type UploadEvent = z.infer<typeof uploadEventSchema>;

export function uploadEvent(name: PictureName): UploadEvent {
  return { eventType: 'Microsoft.Storage.BlobCreated', subject: `${subjectStart}${sourceBlobName(name)}` };
}

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
