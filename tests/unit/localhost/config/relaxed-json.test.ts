import { parseRelaxedJson } from '../../../../localhost/config/relaxed-json';

describe('JSON of the platform', () => {
  it('may have comments, trailing commas and a byte order mark', () => {
    const text = '\uFEFF{\n // note\n "a": "x // no comment", /* b */ "b": [1, 2, ],\n}';
    expect(parseRelaxedJson(text)).toEqual({ a: 'x // no comment', b: [1, 2] });
  });

  it.each([
    ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3: comma expected'],
    ['{"a": tru}', 'line 1, column 7: invalid symbol tru'],
    ['{ // note\n  "a": x\n}', 'line 2, column 8: invalid symbol x'],
    ['{\n  "a": 1', 'line 2, column 9: close brace expected'],
    ['', 'line 1, column 1: value expected'],
    ['{"a": "x', 'line 1, column 7: unexpected end of string'],
    ['\uFEFF{"a" 1}', 'line 1, column 6: colon expected'],
    ['{"a": 1} {}', 'line 1, column 10: end of file expected'],
    ['[1,,2]', 'line 1, column 4: value expected'],
    ["{'a': 1}", "line 1, column 2: invalid symbol 'a'"],
  ])('reports the position of the error in %j', (text, message) => {
    expect(() => parseRelaxedJson(text)).toThrow(message);
  });
});
