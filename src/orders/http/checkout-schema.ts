// The schema of a checkout.

import { z } from 'zod';
import type { Checkout } from '../order';

/** One line of text that can be printed on a label or in a mail. */
function text(longest: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^\P{Cc}*$/u, 'must not contain control characters');
}

export const checkoutSchema: z.ZodType<Checkout> = z.strictObject({
  payment: z.strictObject({ token: z.string().regex(/^[\w-]{1,200}$/, "must be the payment provider's token") }),
  email: z.email().max(254),
  shippingAddress: z.strictObject({
    name: text(100),
    street: text(200),
    postalCode: text(20),
    city: text(100),
    country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166 alpha-2 code such as DE'),
  }),
  expectedTotal: z.strictObject({
    amount: z.int().min(0),
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR'),
  }),
});
