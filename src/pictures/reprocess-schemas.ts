// The schemas of the back-fill: what the owner asks for, and what one call has done.

import { z } from 'zod';

const defaultPerMinute = 60;

export const reprocessRequest = z
  .strictObject({
    maxPictures: z.int().min(1).max(1000).describe('The most pictures that this call handles.'),
    perMinute: z.int().min(1).max(6000).default(defaultPerMinute).describe('So that new uploads are not delayed.'),
    which: z
      .enum(['outdated', 'failed', 'refused', 'stalled', 'all'])
      .default('outdated')
      .describe('`outdated`: rendered by an earlier version. `stalled`: waiting for more than an hour.'),
    cursor: z.string().max(500).optional().describe('From the previous answer: where to continue.'),
  })
  .meta({ id: 'ReprocessRequest' });

export const reprocessAnswer = z
  .strictObject({
    enqueued: z.int().min(0).describe('Pictures that will be rendered.'),
    settled: z.int().min(0).describe('Stalled pictures whose source is gone: they are `failed` now.'),
    until: z.iso.datetime().describe('When the last one is due.'),
    cursor: z.string().exactOptional().describe('Where the next call continues. Absent when there are no more.'),
  })
  .meta({ id: 'ReprocessReport' });
export type ReprocessAnswer = z.infer<typeof reprocessAnswer>;
