// The guest cookie: only a valid signature counts, and secrets can be rotated without losing guests.

import { makeGuestCookie } from '../../../../src/shared/http/guest-cookie';
import { sign } from '../../../../src/shared/signature';

const secret = 'a-secret-of-more-than-thirty-two-characters';
const newSecret = 'another-secret-of-more-than-thirty-two-characters';
const guestId = 'cus_01arz3ndektsv4rrffq69g5fav';
const cookie = makeGuestCookie({ secret, secureCookies: true });
const header = (value: string) => `cartwright_guest=${value}`;
const { value: genuine } = cookie.issue(guestId);

test('is signed, lasts a year, and is hidden from scripts and from other sites', () => {
  expect(cookie.issue(guestId)).toEqual({
    name: 'cartwright_guest',
    value: `${guestId}.${sign(`cartwright_guest ${guestId}`, secret)}`,
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: true,
    maxAge: 31_536_000,
  });
});

test('for a front end on another domain is one that browsers send there, and keep apart for each site', () => {
  const attributes = { path: '/', httpOnly: true, sameSite: 'None', secure: true, partitioned: true };
  const local = makeGuestCookie({ secret, secureCookies: false });
  expect(local.issue(guestId, 'frontEnd')).toMatchObject({ ...attributes, value: genuine, maxAge: 31_536_000 });
  expect(local.removal('frontEnd')).toMatchObject({ ...attributes, value: '', maxAge: 0 });
});

test('works over plain http if the app is served that way', () => {
  expect(makeGuestCookie({ secret, secureCookies: false }).issue(guestId).secure).toBe(false);
});

test('is found among other cookies, even of the same name', () => {
  const guest = { guestId, isStale: false };
  expect(cookie.read(`theme=dark; ${header(genuine)}; other=1`)).toEqual(guest);
  expect(cookie.read(`${header('forged')}; ${header(genuine)}`)).toEqual(guest);
});

test('is undefined without a cookie header or without the cookie', () => {
  expect(cookie.read(null)).toBeUndefined();
  expect(cookie.read('theme=dark')).toBeUndefined();
});

const forgeries: [string, string][] = [
  ['an unsigned id', guestId],
  ['an empty value', ''],
  ['a signature by another secret', `${guestId}.${sign(`cartwright_guest ${guestId}`, `${secret}!`)}`],
  ['a signature made for another purpose', `${guestId}.${sign(guestId, secret)}`],
  ['the signature of another guest', genuine.replace('01arz', '01arx')],
  ['a shortened signature', genuine.slice(0, -1)],
  ['a lengthened signature', `${genuine}A`],
  ['an upper-case id', genuine.replace(guestId, guestId.toUpperCase())],
  ['characters beyond ASCII', `${guestId}.${encodeURI('é'.repeat(43))}`],
  ['a very long value', 'x'.repeat(10_000)],
];

test.each(forgeries)('%s is not valid', (_name, value) => {
  expect(cookie.read(header(value))).toBeUndefined();
});

describe('when the secret is rotated', () => {
  const replaced = makeGuestCookie({ secret: newSecret, previousSecret: secret, secureCookies: true });

  it('accepts cookies of the previous secret as stale', () => {
    expect(replaced.read(header(genuine))).toEqual({ guestId, isStale: true });
  });

  it('signs with the new one only', () => {
    const { value } = replaced.issue(guestId);
    expect(replaced.read(header(value))).toEqual({ guestId, isStale: false });
    expect(cookie.read(header(value))).toBeUndefined();
  });

  it('refuses them once the previous secret is removed', () => {
    expect(makeGuestCookie({ secret: newSecret, secureCookies: true }).read(header(genuine))).toBeUndefined();
  });
});

test('is removed by an expired cookie with the same name and path', () => {
  const { name, path } = cookie.issue(guestId);
  expect(cookie.removal()).toMatchObject({ name, path, value: '', maxAge: 0 });
});
