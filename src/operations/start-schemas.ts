// The schemas of the generic starter.

import { z } from 'zod';

export const startQuery = z.strictObject({
  instanceId: z
    .string()
    .regex(/^[A-Za-z0-9_:-]{1,100}$/, 'must be 1 to 100 letters, digits, hyphens, underscores or colons')
    .optional()
    .describe('By default a new one.'),
});

/** Made by durable-functions. */
export const startedSchema = z
  .looseObject({
    id: z.string().describe('The instance id.'),
    statusQueryGetUri: z.string(),
    sendEventPostUri: z.string(),
    terminatePostUri: z.string(),
    purgeHistoryDeleteUri: z.string(),
  })
  .describe('URLs to query and control the instance. They contain a key.')
  .meta({ id: 'StartedOrchestration' });
