// One rule for text from outside, wherever it comes in.

import { z } from 'zod';
import { isPrintableLines, printableText } from '../../../src/shared/printable-text';

const name = printableText(10);
const description = z.string().check(isPrintableLines);

it.each(['Ada', 'Zoë 🙂', 'אבא', '東京', 'a\u200db', '  Ada  '])('accepts %j, without the spaces around it', (text) => {
  expect(name.parse(text)).toBe(text.trim());
});

it.each([
  'a\nb',
  'a\tb',
  'a\u0000b',
  'a\u001bb',
  'a\u007fb',
  'a\u0085b',
  'a\u2028b',
  'a\u2029b',
  'a\ud800b',
  '',
  ' ',
  'x'.repeat(11),
])('refuses %j', (text) => {
  expect(name.safeParse(text).success).toBe(false);
});

it('allows line breaks and tabs in text of several lines, and no other control characters', () => {
  expect(description.parse('one\r\n\ttwo\n')).toBe('one\r\n\ttwo\n');
  for (const text of ['a\u0000b', 'a\u001bb', 'a\u2028b']) expect(description.safeParse(text).success).toBe(false);
});
