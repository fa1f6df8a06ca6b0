// A cold start does not pay for the description of the API, which hardly any instance is asked for.

import type { HttpRequest, InvocationContext } from '@azure/functions';
import { makeDescriptionHandlers } from '../../../src/api/handlers';

let loads = 0;
jest.mock('../../../src/api/api-description', () => {
  loads++;
  return jest.requireActual('../../../src/api/api-description');
});

it('is loaded with the first request for it, once', async () => {
  const { getOpenApi, getDocs } = makeDescriptionHandlers();
  expect(loads).toBe(0);
  const request = { method: 'GET', headers: new Headers(), query: new URLSearchParams() } as unknown as HttpRequest;
  const context = { invocationId: 'one' } as InvocationContext;
  expect((await getOpenApi(request, context)).status).toBe(200);
  expect((await getDocs(request, context)).status).toBe(200);
  expect(loads).toBe(1);
});
