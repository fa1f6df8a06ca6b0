// Which addresses are public.

import { isPrivateLiteral, isPublicAddress, publicLookup } from '../../../../src/adapters/webhooks/public-address';

test.each(['93.184.215.14', '8.8.8.8', '2606:2800:21f:cb07:6820:80da:af6b:8b2c', '::ffff:8.8.8.8'])(
  '%s is public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test.each([
  '127.0.0.1',
  '10.0.0.4',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '168.63.129.16',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  'ff02::1',
  '::ffff:10.0.0.4',
  '::ffff:169.254.169.254',
  '64:ff9b::a9fe:a9fe',
  '2002:a00:1::',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['http://2130706433/', 'http://0x7f.1/', 'http://[::1]/', 'http://[::ffff:a00:4]/', 'http://168.63.129.16/'])(
  'the host of %s is the literal of an address that is not public',
  (url) => {
    expect(isPrivateLiteral(new URL(url).hostname)).toBe(true);
  },
);

test('names and public literals are no such literal', () => {
  expect(['shop.example', 'localhost', '8.8.8.8'].map(isPrivateLiteral)).toEqual([false, false, false]);
});

test.each([{ all: true }, { all: false }, { family: 4 }])(
  'a lookup of a local name is refused, with %p',
  async (options) => {
    const code = await new Promise((resolve) => publicLookup('localhost', options, (error) => resolve(error?.code)));
    expect(code).toBe('ADDRESS_NOT_PUBLIC');
  },
);

test('a lookup of a public literal gives the address in the form that was asked for', async () => {
  const found = (all: boolean) =>
    new Promise((resolve) => publicLookup('8.8.8.8', { all }, (_error, ...answer) => resolve(answer)));
  expect(await found(true)).toEqual([[{ address: '8.8.8.8', family: 4 }]]);
  expect(await found(false)).toEqual(['8.8.8.8', 4]);
});
