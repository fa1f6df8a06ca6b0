// The input of the cart's orchestrator as a schema, for the generic starter.

import { z } from 'zod';
import { customerIdPattern } from '../shared/ids';
import type { CartWatch } from './idle-cart';

/** Members that the schema does not know are kept. */
export const cartWatchSchema: z.ZodType<CartWatch> = z.looseObject({
  customerId: z.string().regex(customerIdPattern, 'is not a customer id'),
  filledAt: z.int().min(0),
  reminded: z.boolean(),
  remindAfterMs: z.int().min(0),
  expireAfterMs: z.int().min(0),
  lookAt: z.iso.datetime({ offset: true }),
});
