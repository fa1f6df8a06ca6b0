// Routes of a caller's own things: who is calling, and what goes back beside the handler's answer.

import { HttpRequest, InvocationContext } from '@azure/functions';
import { makeCustomerRoutes } from '../../../src/shared/customer-route';
import { AppError } from '../../../src/shared/errors';
import { type Caller, makeIdentify } from '../../../src/shared/identity';

function aRequest(headers: Record<string, string> = {}): HttpRequest {
  return new HttpRequest({ method: 'GET', url: 'http://localhost/api/cart', headers });
}

function withCookie(caller: Caller): HttpRequest {
  return aRequest({ cookie: `${caller.cookie?.name}=${caller.cookie?.value}` });
}

describe('customerRoute', () => {
  const identify = makeIdentify({ secret: 's'.repeat(32), platformAuth: false, secureCookies: true });
  const { customerRoute } = makeCustomerRoutes({ identify });
  const context = new InvocationContext({ functionName: 'getCart' });

  it('gives the handler the caller and sets the cookie of a new guest on its answer', async () => {
    const handler = customerRoute(async (_request, caller) => ({ jsonBody: caller.customerId }));
    const answer = await handler(aRequest(), context);
    expect(answer.cookies?.[0]?.value).toContain(`${answer.jsonBody}.`);
  });

  it('sets no cookie for a known guest', async () => {
    const known = identify(aRequest());
    const handler = customerRoute(async (_request, caller) => ({ jsonBody: caller.customerId }));
    const answer = await handler(withCookie(known), context);
    expect(answer.jsonBody).toBe(known.customerId);
    expect(answer.cookies).toEqual([]);
  });

  it('keeps shared caches out, unless the handler says otherwise', async () => {
    const silent = customerRoute(async () => ({ status: 204 }));
    expect(new Headers((await silent(aRequest(), context)).headers).get('cache-control')).toBe('private, no-cache');
    const explicit = customerRoute(async () => ({ headers: { 'Cache-Control': 'no-store', etag: '"1"' } }));
    const headers = new Headers((await explicit(aRequest(), context)).headers);
    expect([headers.get('cache-control'), headers.get('etag')]).toEqual(['no-store', '"1"']);
  });

  it('sets the cookie on an error too, so that a repetition comes from the same guest', async () => {
    const handler = customerRoute(async () => {
      throw new AppError('CART.BUSY', 'Try again.');
    });
    const answer = await handler(aRequest(), context);
    expect(answer.status).toBe(503);
    expect(answer.cookies).toHaveLength(1);
  });
});
