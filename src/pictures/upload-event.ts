// The event of an upload in a message of `picture-jobs`, as Event Grid sends it.

import { z } from 'zod';
import { type PictureName, sourceBlobName } from './picture';
import { attemptSchema } from './picture-job';

/** The subject filter of the subscription in infra/events.bicep. */
export const subjectStart = '/blobServices/default/containers/uploads/blobs/';

/** An event in the Event Grid schema; its other members are not checked. */
export const uploadEventSchema = z.object({
  eventType: z.literal('Microsoft.Storage.BlobCreated'),
  subject: z.string().startsWith(subjectStart),
  attempt: attemptSchema,
});

export type UploadEvent = z.infer<typeof uploadEventSchema>;

export function uploadEvent(name: PictureName): UploadEvent {
  return { eventType: 'Microsoft.Storage.BlobCreated', subject: `${subjectStart}${sourceBlobName(name)}` };
}
