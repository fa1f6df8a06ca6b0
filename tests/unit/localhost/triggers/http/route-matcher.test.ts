import { makeRouteMatcher, splitPath } from '../../../../../localhost/triggers/http/route-matcher';

const match = (template: string, path: string) => makeRouteMatcher(template)(splitPath(path));

describe('route templates', () => {
  it.each<[template: string, path: string, params: Record<string, string> | undefined]>([
    ['api/orders', '/api/orders', {}],
    ['api/orders', '/API/Orders', {}],
    ['api/orders', '/api/orders/', {}],
    ['api/orders', '/api/orders/1', undefined],
    ['api/orders', '/api', undefined],
    ['', '/', {}],
    ['api/{id}', '/api/A%20b', { id: 'A b' }],
    ['api/{id}', '/api/a%2Fb', { id: 'a%2Fb' }],
    ['api/{id}', '/api/100%', { id: '100%' }],
    ['api/{id}', '/api', undefined],
    ['api/{id}', '/api//', undefined],
    ['api/{id?}', '/api', {}],
    ['api/{id?}', '/api/7', { id: '7' }],
    ['api/{a}/{b?}', '/api/x', { a: 'x' }],
    ['api/{id=5}', '/api', { id: '5' }],
    ['api/{id=5}', '/api/6', { id: '6' }],
    ['api/{id:int=5}', '/api', { id: '5' }],
    ['api/{*rest}', '/api', {}],
    ['api/{*rest}', '/api/a/b%20c', { rest: 'a/b c' }],
    ['api/{**rest}', '/api/a/b', { rest: 'a/b' }],
    ['api/{*rest=none}', '/api', { rest: 'none' }],
    ['r/{id:int}/{*rest}', '/r/12/a/b', { id: '12', rest: 'a/b' }],
    ['r/{id:int}/{*rest}', '/r/ab/c', undefined],
    ['f/{name}.{ext}', '/f/a.b.txt', { name: 'a.b', ext: 'txt' }],
    ['f/{name}.{ext}', '/f/plain', undefined],
    ['f/{name}.{ext?}', '/f/plain', { name: 'plain' }],
    ['f/v{major:int}', '/f/v2', { major: '2' }],
    ['f/v{major:int}', '/f/vx', undefined],
    ['f/{{x}}', '/f/%7Bx%7D', {}],
    ['größe', '/gr%C3%B6%C3%9Fe', {}],
  ])('%j on %j gives %j', (template, path, params) => {
    expect(match(template, path)).toEqual(params);
  });

  it.each<[constraint: string, fits: string[], misfits: string[]]>([
    ['int', ['0', '-7', '2147483647'], ['2147483648', '1.0', 'a']],
    ['long', ['9223372036854775807'], ['9223372036854775808', 'a']],
    ['bool', ['true', 'FALSE'], ['1', 'yes']],
    ['datetime', ['2026-11-24', '2026-11-24T10:00:00Z'], ['soon']],
    ['decimal', ['1.5', '-2'], ['1e3', 'x']],
    ['double', ['1.5', '1e3'], ['x']],
    ['float', ['-.5'], ['.']],
    ['guid', ['52b973d1-be55-48c8-83b0-55f7502fd489', '52b973d1be5548c883b055f7502fd489'], ['52b973d1']],
    ['alpha', ['abC'], ['a1']],
    ['minlength(2)', ['ab'], ['a']],
    ['maxlength(2)', ['ab'], ['abc']],
    ['length(2)', ['ab'], ['a', 'abc']],
    ['length(2,3)', ['ab', 'abc'], ['a', 'abcd']],
    ['min(3)', ['3'], ['2', 'x']],
    ['max(3)', ['3'], ['4']],
    ['range(1,3)', ['1', '3'], ['0', '4']],
    ['regex(^\\d{{3}}$)', ['123'], ['12', 'abc']],
    ['regex(^(a|b):x$)', ['a:x'], ['c:x']],
    ['required', ['x'], []],
    ['file', ['a.txt'], ['a', 'a.']],
    ['nonfile', ['a'], ['a.txt']],
    ['int:min(1)', ['1'], ['0', 'a']],
  ])('the constraint %s takes %j and refuses %j', (constraint, fits, misfits) => {
    const matches = (value: string) => match(`{id:${constraint}}`, `/${encodeURIComponent(value)}`) !== undefined;
    expect(fits.filter((value) => !matches(value))).toEqual([]);
    expect(misfits.filter(matches)).toEqual([]);
  });

  it.each([
    ['{id:colour}', 'the constraint "colour" is not known'],
    ['{id:min(x)}', '"x" is not a whole number'],
    ['{id}/{ID}', 'the parameter "ID" appears twice'],
    ['{*rest}/a', 'the catch-all parameter "rest" must be the last segment'],
    ['a//b', 'it has an empty segment'],
    ['{id', 'a "{" has no "}"'],
    ['id}', 'a "}" has no "{"'],
    ['{}', '"{}" has no valid parameter name'],
    ['{a}{b}', 'two parameters need text between them'],
  ])('refuses the template %s', (template, reason) => {
    expect(() => makeRouteMatcher(template)).toThrow(reason);
  });
});
