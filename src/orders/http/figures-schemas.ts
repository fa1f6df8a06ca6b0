// The schemas of the owner's figures: which period is asked for, and what is counted in it.

import { z } from 'zod';
import { isTimeZone } from '../order-figures';

export const figuresQuery = z.strictObject({
  days: z
    .string()
    .regex(/^\d{1,2}$/, 'must be a whole number')
    .transform(Number)
    .refine((days) => days >= 1 && days <= 90, 'must be from 1 to 90')
    .default(30)
    .meta({ type: 'integer', minimum: 1, maximum: 90, description: 'How many days, up to today.' }),
  timeZone: z
    .string()
    .max(60)
    .refine(isTimeZone, 'must be the name of a time zone such as Europe/Berlin')
    .default('UTC')
    .describe('In which days begin and end: a name such as `Europe/Berlin`.'),
});

const orders = z.int().min(0);
const seconds = z.int().min(0);

export const figuresSchema = z
  .strictObject({
    days: z
      .array(
        z.strictObject({
          day: z.iso.date(),
          placed: orders.describe('Orders that were placed on this day.'),
          medianSecondsToShip: seconds
            .exactOptional()
            .describe('From placed until the last parcel was sent; half of them took less. Absent when none was sent.'),
        }),
      )
      .describe('The earliest first. Days without orders are among them.'),
    toShip: z
      .strictObject({
        orders: orders.describe('Orders of the period that were sent.'),
        medianSeconds: seconds.exactOptional(),
        slowestTenthSeconds: seconds.exactOptional().describe('One in ten took longer.'),
      })
      .describe('How long orders took from placed until the last parcel was sent.'),
    refusals: z
      .array(z.strictObject({ code: z.string().describe('`unknown` if it was not recorded.'), orders }))
      .describe('Why orders of the period were refused, the most frequent first.'),
    complete: z.boolean().describe('False when there are so many orders that the first days are left out.'),
  })
  .meta({ id: 'OrderFigures' });
export type OrderFiguresJson = z.infer<typeof figuresSchema>;
