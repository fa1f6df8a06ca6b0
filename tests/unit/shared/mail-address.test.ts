// Addresses of every script are accepted when their domain can be looked up; what could be a mail header is not.

import { mailAddress } from '../../../src/shared/mail-address';

it.each([
  'ada@example.com',
  'ada+shop@mail.example.co.uk',
  "o'neil_1%x@example.com",
  'müller@example.com',
  'ada@bücher.example',
  'ada@xn--bcher-kva.example',
  'пользователь@пример.рф',
  '用户@例子.中国',
  'उपयोगकर्ता@उदाहरण.भारत',
  `${'a'.repeat(64)}@example.com`,
])('accepts %s', (address) => {
  expect(mailAddress.parse(address)).toBe(address.normalize('NFC'));
});

it.each([
  'ada',
  '@example.com',
  'ada@',
  'ada@localhost',
  'ada@example..com',
  'ada@.example.com',
  'ada@example.com.',
  'ada@-example.com',
  'ada@exa_mple.com',
  'ada@1.2.3.4',
  'ada@[1.2.3.4]',
  'ada@a%2ecom',
  'ada@example.com\n',
  'a@b.de\nBcc: c@d.de',
  'a@b.de, c@d.de',
  '<a@b.de>',
  'a b@c.de',
  '"a b"@c.de',
  '.ada@example.com',
  'ada.@example.com',
  'a..b@example.com',
  'a\u0000b@example.com',
  'a\u202eb@example.com',
  'ada@exam\u200bple.com',
  `${'a'.repeat(65)}@example.com`,
  `${'ü'.repeat(33)}@example.com`,
  `ada@${'a'.repeat(64)}.com`,
  `ada@${'a.'.repeat(130)}com`,
])('refuses %j', (address) => {
  expect(mailAddress.safeParse(address).success).toBe(false);
});

it('spells the same address the same way', () => {
  expect(mailAddress.parse('mu\u0308ller@bu\u0308cher.example')).toBe('m\u00fcller@b\u00fccher.example');
});
