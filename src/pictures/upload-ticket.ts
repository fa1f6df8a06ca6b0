// What the owner's page needs to upload a picture straight to storage.

import { z } from 'zod';

export const uploadTicketSchema = z
  .strictObject({
    pictureId: z.string(),
    uploadUrl: z.string().describe('Signed for one new blob. It contains access, so it belongs in no log.'),
    method: z.literal('PUT'),
    headers: z.record(z.string(), z.string()).describe('To be sent with the upload.'),
    maxBytes: z.int().describe('A larger picture is refused when it is rendered.'),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'UploadTicket' });
export type UploadTicket = z.infer<typeof uploadTicketSchema>;
