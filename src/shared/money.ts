// Money as whole minor units: no fractions, no rounding, no mixed currencies.

import { z } from 'zod';

/** `amount` in minor units (cents), `currency` an ISO 4217 code. */
export const moneySchema = z
  .strictObject({
    amount: z.int().meta({ description: 'Minor units of the currency, such as cents.', examples: [1450] }),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .meta({ description: 'ISO 4217.', examples: ['EUR'] }),
  })
  .meta({ id: 'Money' });

/** `amount` in minor units (cents), `currency` an ISO 4217 code. */
export type Money = z.infer<typeof moneySchema>;

/** The sum of amounts in one currency. @throws when currencies differ: that is a bug, since all prices come from one catalog. */
export function sum(amounts: Money[], currency: string): Money {
  const total = amounts.reduce((soFar, money) => {
    if (money.currency !== currency) throw new Error(`Cannot add ${money.currency} to ${currency}`);
    return soFar + money.amount;
  }, 0);
  return { amount: total, currency };
}

/** `quantity` times a unit price. */
export function times(price: Money, quantity: number): Money {
  return { amount: price.amount * quantity, currency: price.currency };
}

/** Text for people, e.g. `12.50 EUR`, with the currency's own number of decimals. */
export function formatMoney({ amount, currency }: Money): string {
  const digits = decimalsOf(currency);
  return `${(amount / 10 ** digits).toFixed(digits)} ${currency}`;
}

const knownDecimals = new Map<string, number>();

/**
 * Decimals of the currency's minor unit, as amounts are counted and printed here. Computed once per currency: creating a number
 * format takes longer than composing the rest of a mail.
 */
export function decimalsOf(currency: string): number {
  const known = knownDecimals.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  knownDecimals.set(currency, decimals);
  return decimals;
}

export function sameMoney(a: Money, b: Money): boolean {
  return a.amount === b.amount && a.currency === b.currency;
}
