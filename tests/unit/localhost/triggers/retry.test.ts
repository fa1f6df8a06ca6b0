// The function-level retry policy: number of retries, delays, and the context of each attempt.

import { makeBackoff } from '../../../../localhost/core/backoff';
import type { ExecutionRequest } from '../../../../localhost/execution/executor';
import { executeWithRetry } from '../../../../localhost/triggers/retry';
import type { RegisteredFunction, RetryPolicy } from '../../../../localhost/worker/function-registry';

function aTimer(retryOptions?: RetryPolicy): RegisteredFunction {
  const trigger = { type: 'timerTrigger', name: 'timer', direction: 'in' as const };
  return { name: 'tick', trigger, bindings: {}, callback: () => undefined, ...(retryOptions && { retryOptions }) };
}

async function run(policy: RetryPolicy | undefined, failures: number, goOn = true) {
  const attempts: ExecutionRequest['retryContext'][] = [];
  const pauses: number[] = [];
  const execute = async (_fn: RegisteredFunction, request: ExecutionRequest) => {
    attempts.push(request.retryContext);
    if (attempts.length <= failures) throw new Error(`failure ${attempts.length}`);
    return { invocationId: '' };
  };
  const pause = async (ms: number) => {
    pauses.push(ms);
    return goOn;
  };
  const outcome = await executeWithRetry(execute, aTimer(policy), { reason: '', trigger: {} }, pause).then(
    () => 'succeeded',
    (error: Error) => error.message,
  );
  return { attempts, pauses, outcome };
}

test('without a policy there is one attempt, without a retry context', async () => {
  expect(await run(undefined, 1)).toEqual({ attempts: [undefined], pauses: [], outcome: 'failure 1' });
});

test('with a fixed delay it retries until success, and passes the last failure to each attempt', async () => {
  const { attempts, pauses, outcome } = await run(
    { retryStrategy: 'fixedDelay', maxRetryCount: 3, delayInterval: { seconds: 2 } },
    2,
  );
  expect(outcome).toBe('succeeded');
  expect(pauses).toEqual([2000, 2000]);
  expect(attempts.map((attempt) => attempt?.retryCount)).toEqual([0, 1, 2]);
  expect(attempts[0]).not.toHaveProperty('exception');
  expect(attempts[2]?.exception?.message).toMatch(/^Result: Failure\nException: failure 2\nStack: Error: failure 2\n/);
});

test('fails with the last error after the maximum number of retries', async () => {
  const { attempts, outcome } = await run(
    { retryStrategy: 'fixedDelay', maxRetryCount: 2, delayInterval: { seconds: 0 } },
    9,
  );
  expect(attempts).toHaveLength(3);
  expect(outcome).toBe('failure 3');
});

test('-1 means no limit', async () => {
  const { attempts, outcome } = await run(
    { retryStrategy: 'fixedDelay', maxRetryCount: -1, delayInterval: { seconds: 0 } },
    50,
  );
  expect(attempts).toHaveLength(51);
  expect(outcome).toBe('succeeded');
});

test('exponential back-off grows from the minimum, roughly doubling, to the maximum', async () => {
  const policy = { maxRetryCount: 8, minimumInterval: { seconds: 1 }, maximumInterval: { seconds: 20 } };
  const { pauses } = await run({ retryStrategy: 'exponentialBackoff', ...policy }, 8);
  expect(pauses[0]).toBeGreaterThanOrEqual(1800);
  expect(pauses[0]).toBeLessThanOrEqual(2200);
  expect(pauses[3]).toBeGreaterThanOrEqual(7400);
  expect(pauses.at(-1)).toBe(20_000);
});

test('stops between two attempts when the host stops', async () => {
  const { attempts, outcome } = await run(
    { retryStrategy: 'fixedDelay', maxRetryCount: 5, delayInterval: { seconds: 1 } },
    9,
    false,
  );
  expect(attempts).toHaveLength(1);
  expect(outcome).toBe('failure 1');
});

test('the polling interval returns to the minimum whenever something is found', () => {
  const backoff = makeBackoff(100, 60_000, () => 0.5);
  expect([true, false, false, false, true, false].map((found) => backoff.next(found))).toEqual([
    100, 200, 300, 500, 100, 200,
  ]);
  for (let i = 0; i < 100; i += 1) backoff.next(false);
  expect(backoff.next(false)).toBe(60_000);
});
