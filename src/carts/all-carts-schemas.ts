// The schemas of the carts of all customers: the query of the list, and a cart as the owner sees it.

import { z } from 'zod';
import { limitParameter } from '../shared/http/paging';
import { pricedCartSchema } from './priced-cart';

export const allCartsQuery = z.strictObject({
  days: z
    .string()
    .regex(/^\d{1,2}$/, 'must be a whole number')
    .transform(Number)
    .refine((days) => days >= 1 && days <= 30, 'must be from 1 to 30')
    .default(7)
    .meta({ type: 'integer', minimum: 1, maximum: 30, description: 'Carts that changed in so many days.' }),
  limit: limitParameter({ most: 100, usual: 50 }),
});

const ownerCartSchema = pricedCartSchema
  .extend({ customerId: z.string(), touchedAt: z.iso.datetime().describe('When it last changed.') })
  .meta({ id: 'OwnerCart' });

export const allCartsSchema = z
  .strictObject({
    carts: z.array(ownerCartSchema).describe('Those with lines, the latest changed first, with the prices of now.'),
    complete: z.boolean().describe('False when there are more.'),
  })
  .meta({ id: 'AllCarts' });
export type AllCartsJson = z.infer<typeof allCartsSchema>;
