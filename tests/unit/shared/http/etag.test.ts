// ETags in requests (RFC 9110).

import { ifMatch } from '../../../../src/shared/http/conditional-requests';

describe('ifMatch', () => {
  const headers: [string | null, string[] | '*' | undefined][] = [
    [null, undefined],
    ['*', '*'],
    [' * ', '*'],
    ['"3"', ['3']],
    ['"3", "4" ,"5"', ['3', '4', '5']],
    ['W/"3"', []],
    ['W/"3", "4"', ['4']],
    ['3', []],
    ['', []],
    ['""', ['']],
    ['"a"b"', []],
  ];

  it.each(headers)('reads %j as %j', (header, tags) => {
    expect(ifMatch(header)).toEqual(tags);
  });
});
