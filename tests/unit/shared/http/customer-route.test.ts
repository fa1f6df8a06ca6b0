// Customer routes: identification, limits, and the headers added to the handler's response.

import { HttpRequest, InvocationContext } from '@azure/functions';
import type { CustomerRoutesOptions } from '../../../../src/shared/http/customer-route';
import { AppError } from '../../../../src/shared/http/errors';
import { makeGuestCookie } from '../../../../src/shared/http/guest-cookie';
import { makeIdentify } from '../../../../src/shared/http/identity';
import { makeWriteLimits } from '../../../../src/shared/http/write-limits';
import { testRoutes, testSecret } from '../../../helpers/customer-routes';

const guestId = 'cus_01arz3ndektsv4rrffq69g5fav';
const { name, value } = makeGuestCookie({ secret: testSecret, secureCookies: false }).issue(guestId);
const asGuest = { cookie: `${name}=${value}` };
const asCustomer = { 'x-ms-client-principal-id': 'a1b2', 'x-ms-client-principal-idp': 'aad' };
const identifyCustomers = makeIdentify({ secret: testSecret, platformAuth: true, secureCookies: false });
const context = new InvocationContext({ functionName: 'getCart', logHandler: () => undefined });

function aRequest(headers: Record<string, string> = {}, method = 'GET'): HttpRequest {
  return new HttpRequest({ method, url: 'http://localhost/api/cart', headers });
}

/** Calls a route that returns the caller. */
async function ask(
  changes: Partial<CustomerRoutesOptions>,
  request: HttpRequest,
  kind: 'customer' | 'cart' | 'checkout' = 'customer',
) {
  const handler = jest.fn(async (_request, caller) => ({ jsonBody: caller.customerId }));
  const answer = await testRoutes(changes)[`${kind}Route`](handler)(request, context);
  const problem = typeof answer.body === 'string' ? JSON.parse(answer.body) : {};
  return { ...answer, headers: new Headers(answer.headers), problem, calls: handler.mock.calls.length };
}

describe('every route of a customer', () => {
  it('passes the caller to the handler and sets the cookie of a new guest on its response', async () => {
    const answer = await ask({}, aRequest());
    expect(answer.cookies?.[0]?.value).toContain(`${answer.jsonBody}.`);
  });

  it('sets no cookie for a known guest', async () => {
    const answer = await ask({}, aRequest(asGuest));
    expect(answer).toMatchObject({ jsonBody: guestId, cookies: [] });
  });

  it('prevents shared caching, unless the handler sets cache-control', async () => {
    expect((await ask({}, aRequest())).headers.get('cache-control')).toBe('private, no-cache');
    const explicit = testRoutes().customerRoute(async () => ({
      headers: { 'Cache-Control': 'no-store', etag: '"1"' },
    }));
    const headers = new Headers((await explicit(aRequest(), context)).headers);
    expect([headers.get('cache-control'), headers.get('etag')]).toEqual(['no-store', '"1"']);
  });

  it('sets the cookie on an error too, so that a retry comes from the same guest', async () => {
    const handler = testRoutes().customerRoute(async () => {
      throw new AppError('CART.BUSY', 'Try again.');
    });
    const answer = await handler(aRequest(), context);
    expect(answer.status).toBe(503);
    expect(answer.cookies).toHaveLength(1);
  });

  it('returns 401 for an unreadable platform header, and creates no guest', async () => {
    const request = aRequest({ 'x-ms-client-principal': 'rubbish' });
    const answer = await ask({ identify: identifyCustomers }, request);
    expect(answer).toMatchObject({
      status: 401,
      problem: { code: 'CALLER.PRINCIPAL_MALFORMED' },
      cookies: [],
      calls: 0,
    });
  });
});

describe('a write', () => {
  const greedy = () => makeWriteLimits({ writesPerMinute: 1, guestWritesPerMinute: 1, now: () => 0 });

  it('from another site is refused before the caller is identified or counted', async () => {
    const countWrite = greedy();
    const forged = { ...asGuest, origin: 'https://evil.example' };
    const answer = await ask({ countWrite, isCrossSite: () => true }, aRequest(forged, 'POST'));
    expect(answer).toMatchObject({ status: 403, problem: { code: 'CALLER.CROSS_SITE' }, cookies: [], calls: 0 });
    expect((await ask({ countWrite }, aRequest(asGuest, 'POST'))).calls).toBe(1);
  });

  it('above the limit is refused with Retry-After, and does not reach the handler', async () => {
    const countWrite = greedy();
    expect((await ask({ countWrite }, aRequest(asGuest, 'POST'))).calls).toBe(1);
    const answer = await ask({ countWrite }, aRequest(asGuest, 'DELETE'));
    const problem = { code: 'CALLER.TOO_MANY_WRITES', retryAfterSeconds: 60 };
    expect(answer).toMatchObject({ status: 429, problem, calls: 0 });
    expect(answer.headers.get('retry-after')).toBe('60');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it('is answered with what is left of its limits, also when it is refused', async () => {
    const countWrite = makeWriteLimits({ writesPerMinute: 2, guestWritesPerMinute: 90, now: () => 0 });
    const from = { ...asGuest, 'x-forwarded-for': '203.0.113.7' };
    const tell = async (method: string) => {
      const { headers } = await ask({ countWrite }, aRequest(from, method));
      return [headers.get('ratelimit-policy'), headers.get('ratelimit')];
    };
    const policy = '"writes";q=2;w=60, "guest-writes";q=90;w=60';
    expect(await tell('GET')).toEqual([null, null]);
    expect(await tell('POST')).toEqual([policy, '"writes";r=1;t=30, "guest-writes";r=89;t=1']);
    expect(await tell('PUT')).toEqual([policy, '"writes";r=0;t=30, "guest-writes";r=88;t=1']);
    expect(await tell('DELETE')).toEqual(['"writes";q=2;w=60', '"writes";r=0;t=30']);
  });

  it('with an unknown parameter is refused before it is counted', async () => {
    const countWrite = greedy();
    const url = 'http://localhost/api/cart?colour=red';
    const answer = await ask({ countWrite }, new HttpRequest({ method: 'POST', url, headers: asGuest }));
    expect(answer).toMatchObject({ status: 400, problem: { errors: [{ path: 'colour' }] }, calls: 0 });
    expect((await ask({ countWrite }, aRequest(asGuest, 'POST'))).calls).toBe(1);
  });

  it('above the limit does not affect reads', async () => {
    const countWrite = greedy();
    await ask({ countWrite }, aRequest(asGuest, 'POST'));
    for (const method of ['GET', 'HEAD', 'GET']) {
      expect((await ask({ countWrite }, aRequest(asGuest, method))).calls).toBe(1);
    }
  });

  it('of a new guest counts for the address', async () => {
    const countWrite = greedy();
    const from = (address: string) => ask({ countWrite }, aRequest({ 'x-forwarded-for': address }, 'POST'));
    expect((await from('made-up, 203.0.113.7:4001')).status).toBeUndefined();
    expect((await from('made-up-too, 203.0.113.7:4002')).status).toBe(429);
    expect((await from('203.0.113.8:4001')).status).toBeUndefined();
  });
});

describe('a route of the cart', () => {
  const merging = (isEmpty: boolean) => {
    const mergeGuestCart = jest.fn(async () => isEmpty);
    return { identify: identifyCustomers, mergeGuestCart };
  };
  const both = aRequest({ ...asCustomer, ...asGuest });

  it('merges the guest cart of a customer who has signed in, and removes the cookie', async () => {
    const changes = merging(true);
    const answer = await ask(changes, both, 'cart');
    expect(changes.mergeGuestCart.mock.calls).toEqual([[guestId, answer.jsonBody, context]]);
    expect(answer.cookies).toEqual([expect.objectContaining({ name: 'cartwright_guest', value: '', maxAge: 0 })]);
  });

  it('keeps the cookie while something is left to merge', async () => {
    const answer = await ask(merging(false), both, 'cart');
    expect(answer).toMatchObject({ cookies: [], calls: 1 });
  });

  it('keeps the cookie if the merge fails, and returns no cart without it', async () => {
    const mergeGuestCart = async () => {
      throw new AppError('CART.BUSY', 'Try again.');
    };
    const answer = await ask({ ...merging(true), mergeGuestCart }, both, 'cart');
    expect(answer).toMatchObject({ status: 503, cookies: [], calls: 0 });
  });

  it('merges nothing for guests, and for customers without a guest cookie', async () => {
    const changes = merging(true);
    await ask(changes, aRequest(asGuest), 'cart');
    await ask(changes, aRequest(asCustomer), 'cart');
    expect(changes.mergeGuestCart).not.toHaveBeenCalled();
  });

  it('is the only one that merges', async () => {
    const changes = merging(true);
    expect((await ask(changes, both)).cookies).toEqual([]);
    expect(changes.mergeGuestCart).not.toHaveBeenCalled();
  });
});

describe('a checkout', () => {
  const one = () => makeWriteLimits({ writesPerMinute: 1, guestWritesPerMinute: 0, now: () => 0 });
  const post = () => aRequest(asGuest, 'POST');

  it('has a limit of its own, however many changes of the cart are allowed', async () => {
    const countCheckout = one();
    expect((await ask({ countCheckout }, post(), 'checkout')).calls).toBe(1);
    expect(await ask({ countCheckout }, post(), 'checkout')).toMatchObject({ status: 429, calls: 0 });
    expect((await ask({ countCheckout }, post(), 'cart')).calls).toBe(1);
  });

  it('is possible for a caller who has changed the cart up to the limit', async () => {
    const countWrite = one();
    await ask({ countWrite }, post(), 'cart');
    expect((await ask({ countWrite }, post(), 'checkout')).calls).toBe(1);
  });

  it('merges the guest cart of a customer who has signed in', async () => {
    const mergeGuestCart = jest.fn(async () => true);
    const both = aRequest({ ...asCustomer, ...asGuest }, 'POST');
    await ask({ identify: identifyCustomers, mergeGuestCart }, both, 'checkout');
    expect(mergeGuestCart).toHaveBeenCalledTimes(1);
  });
});
