// Every code is a country's, in upper case, and those that never existed or exist no more are none.

import { countryCodes } from '../../../src/orders/country-codes';

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

it('has the 249 codes of ISO 3166-1 and XK, and each has a name', () => {
  expect(countryCodes.size).toBe(250);
  expect([...countryCodes].filter((code) => names.of(code) === undefined)).toEqual([]);
});

it.each(['XX', 'ZZ', 'AA', 'EU', 'UK', 'SU', 'YU', 'DD', 'AN', 'de', 'DEU', ''])('does not have %j', (code) => {
  expect(countryCodes.has(code)).toBe(false);
});
