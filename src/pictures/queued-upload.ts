// Event Grid can put the event of an upload straight on `picture-jobs` (infra: uploadEvents = 'queue'), where no webhook is
// wanted. Such a message names a blob, not a version: the job is made from what lies there now, as the blob trigger does.

import { z } from 'zod';
import { accepted, type Result } from '../shared/result';
import { parseSourcePath } from './picture';
import { type PictureJob, parsePictureJob } from './picture-job';
import type { RegisterUpload } from './register-upload';

/** What the subscription in infra/events.bicep filters by. */
const subjectStart = '/blobServices/default/containers/uploads/blobs/';
/** In the Event Grid schema; what else an event says is not ours to check. */
const blobCreatedSchema = z.object({
  eventType: z.literal('Microsoft.Storage.BlobCreated'),
  subject: z.string().startsWith(subjectStart),
});

/** Answers with the job in a message or, for an event, of the upload it tells of; undefined when that wants none. */
export type JobInMessage = (message: unknown) => Promise<Result<PictureJob | undefined, 'NO_JOB'>>;

export function makeJobInMessage(registerUpload: RegisterUpload): JobInMessage {
  return async (message) => {
    const event = blobCreatedSchema.safeParse(message);
    if (!event.success) return parsePictureJob(message);
    const name = parseSourcePath(`uploads/${event.data.subject.slice(subjectStart.length)}`);
    return accepted(name && (await registerUpload(name)));
  };
}
