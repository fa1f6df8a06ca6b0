// Every fault in the console says what went wrong, what to do next, and the code.

import { ApiProblem } from '../../../../client/api-problem';
import { apiAreas } from '../../../../src/api/api-description';
import { nextSteps, problemWords } from '../../../../src/pages/console/models/problem-words';
import { problems } from '../../../../src/shared/http/errors';
import type { Operation } from '../../../../src/shared/http/operation';

const ownerOperations = apiAreas
  .flatMap(({ operations }) => Object.values<Operation>(operations))
  .filter(({ access, method }) => access === 'owner' && method !== 'GET');

const refusal = (status: number, body: unknown) => new ApiProblem(new Response(null, { status }), body);

it('advice is given for codes that the API has', () => {
  expect(Object.keys(nextSteps).filter((code) => !(code in problems))).toEqual([]);
});

it('a refusal says what the API says, and what to do about it', () => {
  const body = { code: 'STOCK.SHORT', title: 'Not enough units in stock', detail: 'Only 3 are on hand.' };
  expect(problemWords(refusal(409, body))).toEqual({
    text: 'Only 3 are on hand.',
    next: expect.stringMatching(/adjust by less/),
    code: 'STOCK.SHORT',
  });
});

it.each(ownerOperations.flatMap(({ path, problems: codes = [] }) => codes.map((code) => [path, code] as const)))(
  '%s: %s comes with something to do',
  (_path, code) => {
    const { status, title } = problems[code];
    const words = problemWords(refusal(status, { code, detail: title }));
    expect(words.text).toBe(title);
    expect(words.next).toMatch(/\w+.*\.$/);
  },
);

it('a fault of the server names the request to quote', () => {
  expect(problemWords(refusal(500, { code: 'INTERNAL', requestId: 'req-1' })).next).toMatch(/Try again.*req-1/);
  expect(problemWords(refusal(502, 'Bad gateway'))).toMatchObject({
    code: 'HTTP 502',
    text: expect.stringContaining('502'),
  });
});

it('a lost connection is no code', () => {
  expect(problemWords(new TypeError('Failed to fetch'))).toEqual({
    text: 'The shop did not answer.',
    next: 'Check the connection, then try again.',
  });
});
