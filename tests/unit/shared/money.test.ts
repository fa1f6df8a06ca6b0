// Formatting amounts: each currency has its own number of decimals.

import { formatMoney } from '../../../src/shared/money';

it.each([
  [1250, 'EUR', '12.50 EUR'],
  [1250, 'JPY', '1250 JPY'],
  [1250, 'KWD', '1.250 KWD'],
  [5, 'EUR', '0.05 EUR'],
])('%d of %s is %s', (amount, currency, text) => {
  expect(formatMoney({ amount, currency })).toBe(text);
});
