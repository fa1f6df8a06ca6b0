// Lists in pages, in one form: a page is asked for by `limit` and `cursor`, and brings the `cursor` of the next one while there is
// more.

import { z } from 'zod';
import { AppError } from './errors';

/** From an earlier page; clients pass it on as it is. */
export const cursorParameter = z
  .string()
  .max(200)
  .optional()
  .describe('Of the next page: the `cursor` of the previous answer.');

/** How many a page holds: from 1 to `most`, `usual` when the request does not say. */
export function limitParameter({ most, usual }: { most: number; usual: number }) {
  return z
    .string()
    .regex(/^\d{1,4}$/, 'must be a whole number')
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= most, `must be from 1 to ${most}`)
    .default(usual)
    .meta({ type: 'integer', minimum: 1, maximum: most, description: 'Entries on a page.' });
}

/** For a cursor that this API has not given out. */
export function invalidCursor(cause?: unknown): AppError {
  const errors = [{ path: 'cursor', message: 'is not a cursor of this API' }];
  return new AppError('REQUEST.INVALID', 'cursor: use the one from the previous page.', { errors }, { cause });
}
