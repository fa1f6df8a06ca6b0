// The schemas of poisoned messages over HTTP: the lists, and what a replay takes and has done.

import { z } from 'zod';

const known = {
  id: z.string(),
  insertedAt: z.iso.datetime().describe('When it was moved to the poison queue.'),
  reason: z.string().describe('Why every attempt failed, or why it can never be processed.'),
};

const poisonedMessage = z
  .discriminatedUnion('readable', [
    z.strictObject({
      ...known,
      readable: z.literal(true),
      message: z.looseObject({}).describe('What the message is about; differs by queue.'),
    }),
    z.strictObject({ ...known, readable: z.literal(false), text: z.string().describe('The first 500 characters.') }),
  ])
  .meta({ id: 'PoisonedMessage' });

export const poisonedQueueSchema = z
  .strictObject({
    queue: z.string(),
    count: z.int().min(0).describe('As storage estimates it.'),
    messages: z.array(poisonedMessage).describe('The oldest ones.'),
  })
  .meta({ id: 'PoisonedQueue' });
export type PoisonedQueueJson = z.infer<typeof poisonedQueueSchema>;
export type PoisonedMessageJson = PoisonedQueueJson['messages'][number];

export const poisonListSchema = z.strictObject({ queues: z.array(poisonedQueueSchema) }).meta({ id: 'PoisonList' });

export const replaySchema = z
  .strictObject({
    max: z.int().min(1).max(1000).default(100).describe('The most messages that this call handles.'),
    unreadable: z
      .enum(['keep', 'discard'])
      .default('keep')
      .describe('What to do with messages that can never be processed.'),
  })
  .meta({ id: 'PoisonReplay' });

export const replayReportSchema = z
  .strictObject({
    queue: z.string(),
    replayed: z.int().min(0).describe('Sent back.'),
    settled: z.int().min(0).describe('Removed, since they had nothing left to do.'),
    unreadable: z.int().min(0).describe('Not sent, since they can never be processed.'),
  })
  .meta({ id: 'PoisonReplayReport' });
export type ReplayReportJson = z.infer<typeof replayReportSchema>;
