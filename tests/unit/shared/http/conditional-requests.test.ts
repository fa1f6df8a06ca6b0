// Conditional GET (RFC 9110).

import { contentTag, isNotModified } from '../../../../src/shared/http/conditional-requests';

describe('isNotModified', () => {
  const headers: [string | null, boolean][] = [
    [null, false],
    ['', false],
    ['*', true],
    ['"a"', true],
    ['"b"', false],
    ['"b", "a"', true],
    ['W/"a"', true],
    ['W/"b", W/"a"', true],
    ['a', false],
    ['"A"', false],
    ['"a', false],
  ];

  it.each(headers)('answers If-None-Match: %j with %j when the version is "a"', (header, expected) => {
    expect(isNotModified(header, '"a"')).toBe(expected);
  });
});

describe('contentTag', () => {
  it('is a strong tag that depends on the content only', () => {
    expect(contentTag('oak')).toBe(contentTag('oak'));
    expect(contentTag('oak')).not.toBe(contentTag('elm'));
    expect(contentTag('oak')).toMatch(/^"[\w-]{27}"$/);
  });
});
