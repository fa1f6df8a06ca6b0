// The schema of the overview. What it says of orders is another area's, and passed on unchanged.

import { z } from 'zod';
import { failedRunSchema } from './ports';

const poisonCount = z.strictObject({
  queue: z.string(),
  count: z.int().min(0).describe('As storage estimates it.'),
  oldest: z.iso.datetime().exactOptional(),
});

const own = {
  at: z.iso.datetime(),
  poison: z.strictObject({ count: z.int().min(0), queues: z.array(poisonCount) }),
  failedRuns: z
    .strictObject({ runs: z.array(failedRunSchema), isComplete: z.boolean() })
    .describe('Orchestrations that failed and are not purged yet, the latest first.'),
};

export type Overview<Orders> = z.infer<z.ZodObject<typeof own>> & { orders: Orders };

/** @param orders the schema of the overview of orders. */
export function overviewSchemaWith(orders: z.ZodType) {
  return z.strictObject({ ...own, orders }).meta({ id: 'Overview' });
}
