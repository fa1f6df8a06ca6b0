// Detects cross-site writes, as opposed to writes from the shop's pages and from non-browser clients.

import { makeIsCrossSite } from '../../../../src/shared/http/cross-site';

const isCrossSite = makeIsCrossSite(['https://shop.example', 'http://localhost:5173']);
const url = 'https://api.shop.example/api/cart/lines';

function asked(headers: Record<string, string>, parts: { method?: string; url?: string } = {}): boolean {
  return isCrossSite({ method: 'POST', url, ...parts, headers: new Headers(headers) });
}

const passing: [string, Record<string, string>][] = [
  ['no word of a browser', {}],
  ['the own origin', { origin: 'https://api.shop.example' }],
  ['the own origin with the usual port', { origin: 'https://api.shop.example:443' }],
  ['an allowed origin', { origin: 'https://shop.example' }],
  ['an allowed origin on the same site', { origin: 'https://shop.example', 'sec-fetch-site': 'same-site' }],
  ['an allowed origin on another site', { origin: 'http://localhost:5173', 'sec-fetch-site': 'cross-site' }],
  ['the browser that calls it the same origin', { 'sec-fetch-site': 'same-origin' }],
  ['the browser that calls it so behind a proxy', { origin: 'https://www.example', 'sec-fetch-site': 'same-origin' }],
  ['the address bar', { 'sec-fetch-site': 'none' }],
];

test.each(passing)('a write with %s passes', (_what, headers) => {
  expect(asked(headers)).toBe(false);
});

const refused: [string, Record<string, string>][] = [
  ['another origin', { origin: 'https://evil.example' }],
  ['another port', { origin: 'https://api.shop.example:8443' }],
  ['an origin that only begins like ours', { origin: 'https://api.shop.example.evil.example' }],
  ['an origin that only ends like ours', { origin: 'https://evilapi.shop.example' }],
  ['an allowed host by another scheme', { origin: 'http://shop.example' }],
  ['an opaque origin', { origin: 'null' }],
  ['an empty origin', { origin: '' }],
  ['an origin that is no url', { origin: 'shop' }],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['another host of the site', { 'sec-fetch-site': 'same-site' }],
  ['a word for the site that nobody knows', { 'sec-fetch-site': 'moon' }],
  ['another site under our origin', { origin: 'https://api.shop.example', 'sec-fetch-site': 'cross-site' }],
];

test.each(refused)('a write with %s is refused', (_what, headers) => {
  expect(asked(headers)).toBe(true);
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'delete'])('%s is a write', (method) => {
  expect(asked({ origin: 'https://evil.example' }, { method })).toBe(true);
});

test.each(['GET', 'HEAD', 'OPTIONS'])('%s is not a write', (method) => {
  expect(asked({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, { method })).toBe(false);
});

test('the own origin is that of the request url, including the port', () => {
  const local = { url: 'http://localhost:7071/api/cart' };
  expect(asked({ origin: 'http://localhost:7071' }, local)).toBe(false);
  expect(asked({ origin: 'http://localhost:7072' }, local)).toBe(true);
});
