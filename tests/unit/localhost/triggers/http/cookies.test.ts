import { type RpcCookie, serializeCookie } from '../../../../../localhost/triggers/http/cookies';

describe('cookies', () => {
  it.each<[cookie: RpcCookie, line: string]>([
    [{ name: 'a', value: 'b c', sameSite: 'none' }, 'a=b%20c; path=/'],
    [
      {
        name: 'a',
        value: 'b c',
        maxAge: { value: 100 },
        path: { value: '/' },
        secure: { value: true },
        sameSite: 'strict',
        httpOnly: { value: true },
      },
      'a=b%20c; max-age=100; path=/; secure; samesite=strict; httponly',
    ],
    [
      {
        name: 's',
        value: 'x',
        expires: { value: { seconds: 86_400 } },
        domain: { value: 'example.com' },
        path: { value: '/api' },
        sameSite: 'explicitNone',
      },
      's=x; expires=Fri, 02 Jan 1970 00:00:00 GMT; domain=example.com; path=/api; samesite=none',
    ],
    [{ name: 's', value: '', maxAge: { value: 0 }, secure: { value: false } }, 's=; max-age=0; path=/'],
  ])('%j becomes %j', (cookie, line) => {
    expect(serializeCookie(cookie)).toBe(line);
  });
});
