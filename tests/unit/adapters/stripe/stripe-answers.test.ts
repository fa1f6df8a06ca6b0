// Whatever the response, Stripe's client gets an object: a result in Stripe's format, or an error.

import fc from 'fast-check';
import { checkedBody } from '../../../../src/adapters/stripe/stripe-answers';

const aStatus = fc.integer({ min: 100, max: 599 });
const foreign = { error: { type: 'api_error', code: 'answer_not_from_stripe' } };

it('any JSON with any status becomes a result with an object type, or an error with an error type', () => {
  fc.assert(
    fc.property(aStatus, fc.oneof(fc.jsonValue(), fc.constant(undefined)), (status, body) => {
      const answer = checkedBody(status, body) as { object?: unknown; error?: { type?: unknown } };
      const isResult = status < 400 && typeof answer.object === 'string' && !answer.error;
      const isError = typeof answer.error?.type === 'string';
      expect(isResult || isError).toBe(true);
    }),
  );
});

it('a response of Stripe passes unchanged', () => {
  const intent = { id: 'pi_1', object: 'payment_intent' };
  const problem = { error: { type: 'card_error', code: 'card_declined', message: 'No.' } };
  expect(checkedBody(200, intent)).toBe(intent);
  expect(checkedBody(402, problem)).toBe(problem);
});

it.each([
  ['a result with the status of an error', 503, { id: 're_1', object: 'refund', status: 'succeeded' }],
  ['an error with the status of a result', 200, { error: { type: 'card_error' } }],
  ['both at once', 200, { object: 'refund', error: { type: 'card_error' } }],
  ['a result without an object type', 200, { id: 're_1' }],
  ['no JSON', 200, undefined],
])('%s becomes a fault', (_what, status, body) => {
  expect(checkedBody(status, body)).toMatchObject(foreign);
});
