// Without a webhook, Event Grid can send upload events directly to `picture-jobs` (infra: uploadEvents = 'queue').
// Such a message names a blob but no version, so the job is made for the current version, as the blob trigger does.

import { z } from 'zod';
import { accepted, type Result } from '../shared/result';
import { parseSourcePath } from './picture';
import { type PictureJob, parsePictureJob } from './picture-job';
import type { RegisterUpload } from './register-upload';

/** The subject filter of the subscription in infra/events.bicep. */
const subjectStart = '/blobServices/default/containers/uploads/blobs/';
/** An event in the Event Grid schema; its other members are not checked. */
const blobCreatedSchema = z.object({
  eventType: z.literal('Microsoft.Storage.BlobCreated'),
  subject: z.string().startsWith(subjectStart),
});

/** Returns the job in a message, or the job for an event's upload; undefined when the upload needs none. */
export type JobInMessage = (message: unknown) => Promise<Result<PictureJob | undefined, 'NO_JOB'>>;

export function makeJobInMessage(registerUpload: RegisterUpload): JobInMessage {
  return async (message) => {
    const event = blobCreatedSchema.safeParse(message);
    if (!event.success) return parsePictureJob(message);
    const name = parseSourcePath(`uploads/${event.data.subject.slice(subjectStart.length)}`);
    return accepted(name && (await registerUpload(name)));
  };
}
