// Whatever is received, Stripe's client is given an object: a result of Stripe's, or an error.

import fc from 'fast-check';
import { stripesAnswer } from '../../../../src/adapters/stripe/stripe-answers';

const aStatus = fc.integer({ min: 100, max: 599 });
const foreign = { error: { type: 'api_error', code: 'answer_not_from_stripe' } };

it('any JSON at any status becomes an object that is a result with its kind, or an error with its type', () => {
  fc.assert(
    fc.property(aStatus, fc.oneof(fc.jsonValue(), fc.constant(undefined)), (status, body) => {
      const answer = stripesAnswer(status, body) as { object?: unknown; error?: { type?: unknown } };
      const isResult = status < 400 && typeof answer.object === 'string' && !answer.error;
      const isError = typeof answer.error?.type === 'string';
      expect(isResult || isError).toBe(true);
    }),
  );
});

it('what Stripe says passes as it is', () => {
  const intent = { id: 'pi_1', object: 'payment_intent' };
  const problem = { error: { type: 'card_error', code: 'card_declined', message: 'No.' } };
  expect(stripesAnswer(200, intent)).toBe(intent);
  expect(stripesAnswer(402, problem)).toBe(problem);
});

it.each([
  ['a result with the status of an error', 503, { id: 're_1', object: 'refund', status: 'succeeded' }],
  ['an error with the status of a result', 200, { error: { type: 'card_error' } }],
  ['both at once', 200, { object: 'refund', error: { type: 'card_error' } }],
  ['an object without a kind', 200, { id: 're_1' }],
  ['no JSON', 200, undefined],
])('%s is an error, and nobody’s refusal', (_what, status, body) => {
  expect(stripesAnswer(status, body)).toMatchObject(foreign);
});
