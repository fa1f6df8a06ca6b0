// The schema of a reason that the owner enters with a decision.

import { z } from 'zod';

export const ownerReason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^\P{Cc}*$/u, 'must not contain control characters');
