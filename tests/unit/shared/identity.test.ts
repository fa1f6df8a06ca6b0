// Callers are told apart, and nobody can pass as another one.

import { HttpRequest } from '@azure/functions';
import { type Caller, makeIdentify } from '../../../src/shared/identity';
import { sign } from '../../../src/shared/signature';

const secret = 'a-secret-of-more-than-thirty-two-characters';
const options = { secret, platformAuth: false, secureCookies: true };

function aRequest(headers: Record<string, string> = {}): HttpRequest {
  return new HttpRequest({ method: 'GET', url: 'http://localhost/api/cart', headers });
}

function withCookie(caller: Caller): HttpRequest {
  return aRequest({ cookie: `theme=dark; ${caller.cookie?.name}=${caller.cookie?.value}; other=1` });
}

describe('makeIdentify', () => {
  const identify = makeIdentify(options);

  it('makes a caller without a cookie a new guest and hands out a signed cookie of a year', () => {
    const caller = identify(aRequest());
    expect(caller.kind).toBe('guest');
    expect(caller.customerId).toMatch(/^cus_[0-9a-z]{26}$/);
    expect(caller.cookie).toMatchObject({
      name: 'cartwright_guest',
      httpOnly: true,
      sameSite: 'Lax',
      secure: true,
      path: '/',
      maxAge: 31_536_000,
    });
    expect(identify(aRequest()).customerId).not.toBe(caller.customerId);
  });

  it('leaves the cookie usable over plain http where the app is served so', () => {
    expect(makeIdentify({ ...options, secureCookies: false })(aRequest()).cookie?.secure).toBe(false);
  });

  it('knows the guest again by the cookie and does not set it anew', () => {
    const first = identify(aRequest());
    expect(identify(withCookie(first))).toEqual({ customerId: first.customerId, kind: 'guest' });
  });

  it('finds the genuine cookie among others of the same name', () => {
    const first = identify(aRequest());
    const cookie = `cartwright_guest=forged; cartwright_guest=${first.cookie?.value}`;
    expect(identify(aRequest({ cookie })).customerId).toBe(first.customerId);
  });

  const guest = 'cus_01arz3ndektsv4rrffq69g5fav';
  const mine = `${guest}.${sign(`cartwright_guest ${guest}`, secret)}`;
  const forgeries: [string, string][] = [
    ['an unsigned id', guest],
    ['an empty value', ''],
    ['a signature by another secret', `${guest}.${sign(`cartwright_guest ${guest}`, `${secret}!`)}`],
    ['a signature made for another purpose', `${guest}.${sign(guest, secret)}`],
    ['the signature of another guest', mine.replace('01arz', '01arx')],
    ['a shortened signature', mine.slice(0, -1)],
    ['a lengthened signature', `${mine}A`],
    ['an upper-case id', mine.replace(guest, guest.toUpperCase())],
    ['characters beyond ASCII', `${guest}.${'é'.repeat(43)}`],
    ['a very long value', 'x'.repeat(10_000)],
  ];

  it.each(forgeries)('treats %s as no cookie', (_name, value) => {
    const caller = identify(aRequest({ cookie: `cartwright_guest=${encodeURI(value)}` }));
    expect(caller.customerId).not.toBe(guest);
    expect(caller.cookie).toBeDefined();
  });

  it('accepts the genuine value the forgeries were made from', () => {
    expect(identify(aRequest({ cookie: `cartwright_guest=${mine}` })).customerId).toBe(guest);
  });
});

describe('signed-in customers', () => {
  const principal = { 'x-ms-client-principal-id': 'a1b2', 'x-ms-client-principal-idp': 'aad' };

  it('are known by the platform headers where the platform authenticates', () => {
    const identify = makeIdentify({ ...options, platformAuth: true });
    const caller = identify(aRequest(principal));
    expect(caller).toEqual({ customerId: expect.stringMatching(/^cus_[a-z2-7]{26}$/), kind: 'customer' });
    expect(identify(aRequest(principal))).toEqual(caller);
  });

  it('are told apart by provider and by id', () => {
    const identify = makeIdentify({ ...options, platformAuth: true });
    const ids = [
      principal,
      { ...principal, 'x-ms-client-principal-idp': 'google' },
      { ...principal, 'x-ms-client-principal-id': 'a1b3' },
      { 'x-ms-client-principal-id': '1b2', 'x-ms-client-principal-idp': 'aada' },
    ].map((headers) => identify(aRequest(headers)).customerId);
    expect(new Set(ids).size).toBe(4);
  });

  it('are guests without a complete statement of the platform', () => {
    const identify = makeIdentify({ ...options, platformAuth: true });
    expect(identify(aRequest({ 'x-ms-client-principal-id': 'a1b2' })).kind).toBe('guest');
  });

  it('cannot be pretended by headers where the platform does not authenticate', () => {
    const caller = makeIdentify(options)(aRequest(principal));
    expect(caller.kind).toBe('guest');
  });
});
