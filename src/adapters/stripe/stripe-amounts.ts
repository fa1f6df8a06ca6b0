// Converts amounts between this shop's minor units and Stripe's, which differ in some currencies: prices in HUF have no decimals
// here and two at Stripe, so sending the same number would charge a hundredth.

import { decimalsOf, type Money } from '../../shared/money';

/**
 * From https://docs.stripe.com/currencies, "Zero-decimal currencies", "Three-decimal currencies" (in some editions) and "Special
 * cases". Every other currency has two decimals. HUF and TWD are zero-decimal in payouts only, which this shop does not make.
 */
const zeroDecimal: ReadonlySet<string> = new Set(
  'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '),
);

/** The last digit must be 0. */
const threeDecimal: ReadonlySet<string> = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** Sent with two decimals, which must be 00. UGX is also listed as zero-decimal; the special case takes precedence. */
const wholeWithDecimals: ReadonlySet<string> = new Set(['ISK', 'UGX']);

/** @returns Stripe's minor units; undefined if Stripe cannot express the amount: too fine a fraction, or beyond safe integers. */
export function toStripeAmount({ amount, currency }: Money): number | undefined {
  const scaled = scale(amount, stripeDecimals(currency) - decimalsOf(currency));
  return Number.isSafeInteger(scaled) && scaled % stepOf(currency) === 0 ? scaled : undefined;
}

/** @param currency in upper or lower case. @returns the shop's minor units, rounded where Stripe's are finer. */
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

/** Divides instead of multiplying by a fraction such as 0.01, which floating point cannot represent exactly. */
function scale(amount: number, digits: number): number {
  return digits < 0 ? amount / 10 ** -digits : amount * 10 ** digits;
}
