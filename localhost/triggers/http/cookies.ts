// Formats cookies of the worker protocol as `Set-Cookie` headers, in the same format as the genuine host.

interface Nullable<T> {
  value: T;
}

export interface RpcCookie {
  name: string;
  value: string;
  domain?: Nullable<string>;
  path?: Nullable<string>;
  expires?: Nullable<{ seconds: number }>;
  secure?: Nullable<boolean>;
  httpOnly?: Nullable<boolean>;
  /** `none` = no attribute, `explicitNone` = `SameSite=None`. */
  sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone';
  maxAge?: Nullable<number>;
}

export function serializeCookie(cookie: RpcCookie): string {
  const parts = [`${encodeURIComponent(cookie.name)}=${encodeURIComponent(cookie.value)}`];
  const { expires, maxAge, domain, sameSite } = cookie;
  if (expires) parts.push(`expires=${new Date(expires.value.seconds * 1000).toUTCString()}`);
  if (maxAge) parts.push(`max-age=${Math.trunc(maxAge.value)}`);
  if (domain) parts.push(`domain=${domain.value}`);
  parts.push(`path=${cookie.path?.value ?? '/'}`);
  if (cookie.secure?.value) parts.push('secure');
  if (sameSite === 'explicitNone') parts.push('samesite=none');
  else if (sameSite && sameSite !== 'none') parts.push(`samesite=${sameSite}`);
  if (cookie.httpOnly?.value) parts.push('httponly');
  return parts.join('; ');
}
