// Amounts in Stripe's own minor units. They are not those of this shop in every currency: a forint has no decimals in its
// prices here and two at Stripe, so the same number would charge a hundredth.

import { decimalsOf, type Money } from '../../shared/money';

/**
 * The tables of https://docs.stripe.com/currencies: "Zero-decimal currencies", "Special cases" and, in the editions that have it,
 * "Three-decimal currencies". Every other currency has two decimals. HUF and TWD are whole only in payouts, which this shop never
 * makes: a charge has two.
 */
const zeroDecimal: ReadonlySet<string> = new Set(
  'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '),
);

/** Their last digit has to be 0. */
const threeDecimal: ReadonlySet<string> = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** Sent with two decimals that are always 00. UGX is listed as zero-decimal too; its special case is the more exact rule. */
const wholeWithDecimals: ReadonlySet<string> = new Set(['ISK', 'UGX']);

/** @returns undefined for an amount that Stripe cannot be asked for: in a fraction that it does not know, or beyond safe integers. */
export function toStripeAmount({ amount, currency }: Money): number | undefined {
  const scaled = scale(amount, stripeDecimals(currency) - decimalsOf(currency));
  return Number.isSafeInteger(scaled) && scaled % stepOf(currency) === 0 ? scaled : undefined;
}

/** @param currency in capitals or, as Stripe writes it, not. @returns the shop's minor units, rounded where Stripe's are finer. */
export function fromStripeAmount(amount: number, currency: string): number {
  const code = currency.toUpperCase();
  return Math.round(scale(amount, decimalsOf(code) - stripeDecimals(code)));
}

function stripeDecimals(currency: string): number {
  if (zeroDecimal.has(currency)) return 0;
  return threeDecimal.has(currency) ? 3 : 2;
}

function stepOf(currency: string): number {
  if (wholeWithDecimals.has(currency)) return 100;
  return threeDecimal.has(currency) ? 10 : 1;
}

/** Divides instead of multiplying by a fraction, which floating point does not hold exactly. */
function scale(amount: number, digits: number): number {
  return digits < 0 ? amount / 10 ** -digits : amount * 10 ** digits;
}
