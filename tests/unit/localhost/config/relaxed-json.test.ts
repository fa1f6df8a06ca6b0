import { parseRelaxedJson } from '../../../../localhost/config/relaxed-json';

describe('JSON of the platform', () => {
  it('may have comments, trailing commas and a byte order mark', () => {
    const text = '\uFEFF{\n // note\n "a": "x // no comment", /* b */ "b": [1, 2, ],\n}';
    expect(parseRelaxedJson(text)).toEqual({ a: 'x // no comment', b: [1, 2] });
  });

  it.each([
    ['{\n  "a": 1\n  "b": 2\n}', "line 3, column 3: Expected ',' or '}' after property value"],
    ['{"a": tru}', "line 1, column 10: Unexpected token '}'"],
    ['{ // note\n  "a": x\n}', "line 2, column 8: Unexpected token 'x'"],
    ['{\n  "a": 1', "line 2, column 9: Expected ',' or '}' after property value"],
    ['', 'line 1, column 1: Unexpected end of JSON input'],
    ['{"a": "x', 'line 1, column 9: Unterminated string'],
  ])('reports the position of the error in %j', (text, message) => {
    expect(() => parseRelaxedJson(text)).toThrow(message);
  });
});
