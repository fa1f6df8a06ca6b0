// A partitioned cookie leaves as a header, because the library knows no such attribute; all others as the library's cookies.

import { type ShopCookie, withCookies } from '../../../../src/shared/http/shop-cookie';

const lax: ShopCookie = { name: 'a', value: '1', path: '/', maxAge: 60, httpOnly: true, sameSite: 'Lax' };
const partitioned: ShopCookie = { ...lax, sameSite: 'None', secure: true, partitioned: true };

test('a partitioned cookie is a header with all its attributes', () => {
  const { headers, cookies } = withCookies({ status: 200, headers: new Headers({ etag: '"1"' }) }, [partitioned]);
  expect([...(headers as Headers)]).toEqual([
    ['etag', '"1"'],
    ['set-cookie', 'a=1; Max-Age=60; Path=/; SameSite=None; Secure; HttpOnly; Partitioned'],
  ]);
  expect(cookies).toEqual([]);
});

test('any other cookie is left to the library, beside the ones of the response', () => {
  const own = { name: 'b', value: '2' };
  const { headers, cookies } = withCookies({ headers: new Headers(), cookies: [own] }, [lax]);
  expect([...(headers as Headers)]).toEqual([]);
  expect(cookies).toEqual([own, lax]);
});

test('a second partitioned cookie is refused: the library would drop the first', () => {
  expect(() => withCookies({ headers: new Headers() }, [partitioned, partitioned])).toThrow('only one');
});
