// The schema of a checkout.

import { z } from 'zod';
import { mailAddress } from '../../shared/mail-address';
import { printableText } from '../../shared/printable-text';
import { countryCodes } from '../country-codes';
import type { Checkout } from '../order';

export const checkoutSchema: z.ZodType<Checkout> = z
  .strictObject({
    payment: z.strictObject({
      token: z
        .string()
        .regex(/^[\w-]{1,200}$/, "must be the payment provider's token")
        .describe(
          'A reference at the payment provider, never a card number. The sandbox takes `tok_ok`, `tok_declined`, `tok_flaky`, `tok_slow`, `tok_lost_reply` and `tok_requires_action`.',
        ),
    }),
    email: mailAddress,
    shippingAddress: z.strictObject({
      name: printableText(100),
      street: printableText(200),
      postalCode: printableText(20),
      city: printableText(100),
      country: z
        .string()
        .refine((code) => countryCodes.has(code), 'must be an ISO 3166 alpha-2 code such as DE')
        .describe('ISO 3166 alpha-2.'),
    }),
    expectedTotal: z
      .strictObject({
        amount: z.int().min(0),
        currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR'),
      })
      .describe('The total that the customer was shown. An order with another total is not placed.'),
  })
  .meta({ id: 'Checkout' });
