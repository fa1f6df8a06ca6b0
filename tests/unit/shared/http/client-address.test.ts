// The client's address is the one that the platform appended, whatever the client sent.

import { clientAddress } from '../../../../src/shared/http/client-address';

const cases: [string | null, string | undefined][] = [
  [null, undefined],
  ['', undefined],
  [' , ', undefined],
  ['203.0.113.7', '203.0.113.7'],
  ['203.0.113.7:51034', '203.0.113.7'],
  ['10.0.0.1, 203.0.113.7:51034', '203.0.113.7'],
  ['made up, "; nonsense" ,203.0.113.7 ', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['[2001:DB8:1:2:3:4:5:6]:443', '2001:db8:1:2'],
  ['[2001:db8:1:2::9]', '2001:db8:1:2'],
  ['2001:0db8:0001:0002::', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:db8:0:0:1::', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
];

test('has a limited length without a platform that writes the header', () => {
  expect(clientAddress('x'.repeat(10_000))?.length).toBeLessThan(60);
});

test.each(cases)('of %j is %j', (header, address) => {
  expect(clientAddress(header)).toBe(address);
});
