// The message on `picture-jobs`: which version of which source to render. Messages outlive deployments, hence `schemaVersion`.

import { z } from 'zod';
import { schemaFaultText } from '../shared/http/schema-faults';
import { accepted, type Result, refused } from '../shared/result';
import { isPictureId, type PictureName, sourceBlobName } from './picture';

/** Which attempt the message is for, from 2 on; absent for the first one. */
export const attemptSchema = z.int().min(2).exactOptional();

const pictureJobSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    sku: z.string().min(1),
    pictureId: z.string().refine(isPictureId, 'is not a picture id'),
    /** Within the container of uploads. */
    blobName: z.string(),
    /** The source's ETag, with quotes. */
    etag: z.string().min(1),
    /** The rerender id: names a request to render a picture again, so that it is carried out once. The field name is stored. */
    again: z.string().min(1).max(100).optional(),
    attempt: attemptSchema,
  })
  .refine((job) => job.blobName === sourceBlobName(job), {
    path: ['blobName'],
    message: 'does not belong to the picture',
  });

export type PictureJob = z.infer<typeof pictureJobSchema>;

/** The same job in a message for its first attempt. */
export function firstAttempt({ attempt: _attempt, ...job }: PictureJob): PictureJob {
  return job;
}

/** The job to render the version of a source that its ETag names. */
export function pictureJob({ sku, pictureId }: PictureName, etag: string, rerenderId?: string): PictureJob {
  const blobName = sourceBlobName({ sku, pictureId });
  return { schemaVersion: 1, sku, pictureId, blobName, etag, ...(rerenderId !== undefined && { again: rerenderId }) };
}

/** The job in a message, or why it contains none. */
export function parsePictureJob(message: unknown): Result<PictureJob, 'NO_JOB'> {
  const parsed = pictureJobSchema.safeParse(message);
  if (parsed.success) return accepted(parsed.data);
  return refused('NO_JOB', schemaFaultText(parsed.error));
}
