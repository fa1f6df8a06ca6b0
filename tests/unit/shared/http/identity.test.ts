// Callers are identified, and nobody can impersonate another one.

import { HttpRequest } from '@azure/functions';
import { makeGuestCookie } from '../../../../src/shared/http/guest-cookie';
import { makeIdentify } from '../../../../src/shared/http/identity';

const secret = 'a-secret-of-more-than-thirty-two-characters';
const newSecret = 'another-secret-of-more-than-thirty-two-characters';
const options = { secret, platformAuth: false, secureCookies: true };
const guestId = 'cus_01arz3ndektsv4rrffq69g5fav';
const principal = { 'x-ms-client-principal-id': 'a1b2', 'x-ms-client-principal-idp': 'aad' };
const claims = Buffer.from(
  JSON.stringify({ auth_typ: 'aad', claims: [{ typ: 'sub', val: 'somebody-else' }] }),
).toString('base64');

function aRequest(headers: Record<string, string> = {}): HttpRequest {
  return new HttpRequest({ method: 'GET', url: 'http://localhost/api/cart', headers });
}

function cookieOf(id: string): { cookie: string } {
  const { name, value } = makeGuestCookie(options).issue(id);
  return { cookie: `${name}=${value}` };
}

describe('guests', () => {
  const identify = makeIdentify(options);

  it('are new without a cookie, each with a new id, and get a cookie', () => {
    const caller = identify(aRequest());
    expect(caller).toMatchObject({ kind: 'guest', isNew: true, cookie: { name: 'cartwright_guest', secure: true } });
    expect(caller.customerId).toMatch(/^cus_[0-9a-z]{26}$/);
    expect(identify(aRequest()).customerId).not.toBe(caller.customerId);
  });

  it('are recognized by the cookie, which is not set again', () => {
    expect(identify(aRequest(cookieOf(guestId)))).toEqual({ kind: 'guest', customerId: guestId, isNew: false });
  });

  it('are new with a forged cookie', () => {
    const caller = identify(aRequest({ cookie: `cartwright_guest=${guestId}.${'A'.repeat(43)}` }));
    expect(caller).toMatchObject({ kind: 'guest', isNew: true });
    expect(caller.customerId).not.toBe(guestId);
  });

  it('stay the same when the secret is rotated, and get the cookie signed again', () => {
    const replaced = makeIdentify({ ...options, secret: newSecret, previousSecret: secret });
    const caller = replaced(aRequest(cookieOf(guestId)));
    const cookie = makeGuestCookie({ ...options, secret: newSecret }).issue(guestId);
    expect(caller).toEqual({ kind: 'guest', customerId: guestId, isNew: false, cookie });
  });
});

describe('guests of a front end on another domain', () => {
  const frontEnd = 'https://shop.example';
  const identify = makeIdentify({ ...options, platformAuth: true, frontEndOrigins: [frontEnd] });

  it.each([
    [frontEnd, true],
    ['https://evil.example', undefined],
    ['https://SHOP.example', undefined],
    ['null', undefined],
  ])('get a cookie that is sent there, and only they: %s', (origin, partitioned) => {
    const caller = identify(aRequest({ origin }));
    expect(caller).toMatchObject({ kind: 'guest', cookie: { sameSite: partitioned ? 'None' : 'Lax' } });
    expect(caller.kind === 'guest' && caller.cookie?.partitioned).toBe(partitioned);
  });

  it('lose it at sign-in', () => {
    const caller = identify(aRequest({ origin: frontEnd, ...principal, ...cookieOf(guestId) }));
    expect(caller).toMatchObject({ formerGuest: { guestId, removal: { partitioned: true, maxAge: 0 } } });
  });
});

describe('signed-in customers', () => {
  const identify = makeIdentify({ ...options, platformAuth: true });

  it('are identified by the platform headers if the platform authenticates', () => {
    const caller = identify(aRequest(principal));
    expect(caller).toEqual({ kind: 'customer', customerId: expect.stringMatching(/^cus_[a-z2-7]{26}$/) });
    expect(identify(aRequest(principal))).toEqual(caller);
  });

  it('are distinguished by provider and by id', () => {
    const ids = [
      principal,
      { ...principal, 'x-ms-client-principal-idp': 'google' },
      { ...principal, 'x-ms-client-principal-id': 'a1b3' },
      { 'x-ms-client-principal-id': '1b2', 'x-ms-client-principal-idp': 'aada' },
      { 'x-ms-client-principal': claims },
    ].map((headers) => identify(aRequest(headers)).customerId);
    expect(new Set(ids).size).toBe(5);
  });

  it('come with their former guest id and a cookie that removes it', () => {
    const caller = identify(aRequest({ ...principal, ...cookieOf(guestId) }));
    const removal = { name: 'cartwright_guest', value: '', maxAge: 0 };
    expect(caller).toMatchObject({ kind: 'customer', formerGuest: { guestId, removal } });
    expect(caller.customerId).not.toBe(guestId);
  });

  it('come with no guest id if the cookie is forged', () => {
    const caller = identify(aRequest({ ...principal, cookie: `cartwright_guest=${guestId}.${'A'.repeat(43)}` }));
    expect(caller).not.toHaveProperty('formerGuest');
  });

  it('do not become guests if the platform headers are unreadable', () => {
    const headers = { ...cookieOf(guestId), 'x-ms-client-principal-id': 'a1b2' };
    expect(() => identify(aRequest(headers))).toThrow(expect.objectContaining({ code: 'CALLER.PRINCIPAL_MALFORMED' }));
  });

  it('cannot be forged by headers if the platform does not authenticate', () => {
    const guarded = makeIdentify(options);
    for (const forged of [principal, { 'x-ms-client-principal': claims }, { 'x-ms-client-principal': 'rubbish' }]) {
      expect(guarded(aRequest(forged))).toMatchObject({ kind: 'guest', isNew: true });
      const known = { kind: 'guest', customerId: guestId, isNew: false };
      expect(guarded(aRequest({ ...forged, ...cookieOf(guestId) }))).toEqual(known);
    }
  });
});
