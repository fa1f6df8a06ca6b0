// A cookie with the attribute Partitioned, which the cookies of @azure/functions lack: such a cookie is sent as a header of its
// own. A response can carry only one: the library keeps the last of several Set-Cookie headers.

import type { Cookie, HttpResponseInit } from '@azure/functions';

/** `value` consists of characters that need no encoding; `maxAge` is in seconds. */
export type ShopCookie = Cookie & { path: string; maxAge: number; partitioned?: true };

/** The response with the cookies; `response.headers` may be changed. @throws Error for two partitioned cookies. */
export function withCookies(
  response: HttpResponseInit & { headers: Headers },
  cookies: readonly ShopCookie[],
): HttpResponseInit {
  const [partitioned, second] = cookies.filter((cookie) => cookie.partitioned);
  if (second) throw new Error('A response can carry only one partitioned cookie.');
  if (partitioned) response.headers.set('set-cookie', headerOf(partitioned));
  const plain = cookies.filter((cookie) => !cookie.partitioned);
  return { ...response, cookies: [...(response.cookies ?? []), ...plain] };
}

function headerOf({ name, value, maxAge, path, sameSite, secure, httpOnly }: ShopCookie): string {
  const flags = [secure && 'Secure', httpOnly && 'HttpOnly', 'Partitioned'].filter(Boolean);
  return [`${name}=${value}`, `Max-Age=${maxAge}`, `Path=${path}`, `SameSite=${sameSite}`, ...flags].join('; ');
}
