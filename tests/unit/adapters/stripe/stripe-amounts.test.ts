// Amounts converted to Stripe's minor units and back are the same sum of money, whatever decimals each side uses.

import fc from 'fast-check';
import { fromStripeAmount, toStripeAmount } from '../../../../src/adapters/stripe/stripe-amounts';
import { decimalsOf } from '../../../../src/shared/money';

const currencies = Intl.supportedValuesOf('currency');

/** Sums in major units, and the amounts to send by Stripe's documentation. */
it.each([
  [10, 'USD', 1000],
  [500, 'JPY', 500],
  [5, 'ISK', 500],
  [5, 'UGX', 500],
  [175, 'HUF', 17_500],
  [800.45, 'TWD', 80_045],
  [5.12, 'KWD', 5120],
  [30, 'MGA', 30],
  [1234, 'COP', 123_400],
])('%d %s is sent as %d', (units, currency, expected) => {
  const amount = Math.round(units * 10 ** decimalsOf(currency));
  expect(toStripeAmount({ amount, currency })).toBe(expected);
});

it.each([
  ['a three-decimal amount whose last digit is not 0', 5124, 'KWD'],
  ['a fraction', 10.5, 'EUR'],
  ['not a number', Number.NaN, 'EUR'],
  ['an amount beyond what a number holds exactly', 2 ** 53, 'EUR'],
  ['an amount beyond it in Stripe’s units', 2 ** 52, 'HUF'],
])('%s cannot be converted', (_what, amount, currency) => {
  expect(toStripeAmount({ amount, currency })).toBeUndefined();
});

const anAmount = fc.integer({ min: 0, max: 10 ** 11 });

it('an amount converted there and back is the same, in every currency, in upper and lower case', () => {
  fc.assert(
    fc.property(anAmount, fc.constantFrom(...currencies), (amount, currency) => {
      const sent = toStripeAmount({ amount, currency });
      if (sent === undefined) return;
      expect(fromStripeAmount(sent, currency)).toBe(amount);
      expect(fromStripeAmount(sent, currency.toLowerCase())).toBe(amount);
    }),
  );
});

it('only three-decimal currencies, and those with more decimals here than there, have amounts that cannot be converted', () => {
  const awkward = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND', ...currencies.filter((one) => decimalsOf(one) > 2)]);
  fc.assert(
    fc.property(anAmount, fc.constantFrom(...currencies), (amount, currency) => {
      if (!awkward.has(currency)) expect(toStripeAmount({ amount, currency })).toBeDefined();
      expect(toStripeAmount({ amount: amount * 100, currency })).toBeDefined();
    }),
  );
});

it('a larger amount here is a larger amount there', () => {
  fc.assert(
    fc.property(anAmount, anAmount, fc.constantFrom(...currencies), (one, other, currency) => {
      const [first, second] = [one, other].map((amount) => toStripeAmount({ amount, currency }));
      if (first !== undefined && second !== undefined) expect(Math.sign(first - second)).toBe(Math.sign(one - other));
    }),
  );
});
