// The RateLimit fields as a client parses them: lists of strings with parameters.

import { rateLimitFields } from '../../../../src/shared/http/rate-limit-fields';

test('name each limit, what it allows, what is left, and when there is more', () => {
  const quotas = [
    { name: 'writes', perMinute: 300, left: 299, nextInSeconds: 1 },
    { name: 'guest-writes', perMinute: 1200, left: 1200, nextInSeconds: 0 },
  ];
  expect(rateLimitFields(quotas)).toEqual({
    'ratelimit-policy': '"writes";q=300;w=60, "guest-writes";q=1200;w=60',
    ratelimit: '"writes";r=299;t=1, "guest-writes";r=1200',
  });
});

test('are absent where nothing is counted: an empty list is no field', () => {
  expect(rateLimitFields([])).toEqual({});
});
