// The message on `picture-jobs`: which source to render, in which version. Stored messages outlive a deployment, so it carries a version.

import { z } from 'zod';

export const pictureJobSchema = z.strictObject({
  schemaVersion: z.literal(1),
  sku: z.string().min(1),
  pictureId: z.string().min(1),
  /** Within the container of uploads. */
  blobName: z.string().min(1),
  /** The source's ETag as storage gives it, quotes included. */
  etag: z.string().min(1),
});

export type PictureJob = z.infer<typeof pictureJobSchema>;
