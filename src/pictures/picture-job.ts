// The message on `picture-jobs`: which source to render, in which version. Stored messages outlive a deployment, so it carries a version.

import { z } from 'zod';
import { schemaFaults } from '../shared/http/schema-faults';
import { accepted, type Result, refused } from '../shared/result';
import { isPictureId, type PictureName, sourceBlobName } from './picture';

const pictureJobSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    sku: z.string().min(1),
    pictureId: z.string().refine(isPictureId, 'is no id of a picture'),
    /** Within the container of uploads. */
    blobName: z.string(),
    /** The source's ETag as storage gives it, quotes included. */
    etag: z.string().min(1),
    /** Names a request to render what is rendered already; the same name again is the same request. */
    again: z.string().min(1).max(100).optional(),
  })
  .refine((job) => job.blobName === sourceBlobName(job), { path: ['blobName'], message: 'is not that of the picture' });

export type PictureJob = z.infer<typeof pictureJobSchema>;

/** The job of rendering a source in the version that its ETag tells. */
export function pictureJob({ sku, pictureId }: PictureName, etag: string, again?: string): PictureJob {
  const blobName = sourceBlobName({ sku, pictureId });
  return { schemaVersion: 1, sku, pictureId, blobName, etag, ...(again !== undefined && { again }) };
}

/** The job in a message, or why there is none in it. */
export function parsePictureJob(message: unknown): Result<PictureJob, 'NO_JOB'> {
  const parsed = pictureJobSchema.safeParse(message);
  if (parsed.success) return accepted(parsed.data);
  return refused('NO_JOB', schemaFaults(parsed.error));
}
