// Function-level retry, honoured for timers and Cosmos DB only, as in the genuine host (queues and blobs have dequeue counts instead).
// Every attempt is an invocation of its own; from the first on it knows its place in the row.

import type { Execute, ExecutionRequest } from '../execution/executor';
import type { RegisteredFunction, RetryPolicy } from '../worker/function-registry';
import { makeBackoff } from './backoff';

const FOR_EVER = -1;

/**
 * Runs the function until it succeeds or the policy is exhausted.
 * @param pause waits between attempts; false = the host is stopping, give up
 * @throws the last attempt's error
 */
export async function executeWithRetry(
  execute: Execute,
  fn: RegisteredFunction,
  request: ExecutionRequest,
  pause: (ms: number) => Promise<boolean>,
): Promise<void> {
  const policy = fn.retryOptions;
  if (policy === undefined) {
    await execute(fn, request);
    return;
  }
  const delay = delaysOf(policy);
  const { maxRetryCount } = policy;
  let exception: ReturnType<typeof exceptionOf> | undefined;
  for (let retryCount = 0; ; retryCount += 1) {
    try {
      await execute(fn, { ...request, retryContext: { retryCount, maxRetryCount, ...(exception && { exception }) } });
      return;
    } catch (error) {
      if (maxRetryCount !== FOR_EVER && retryCount >= maxRetryCount) throw error;
      exception = exceptionOf(error);
      if (!(await pause(delay()))) throw error;
    }
  }
}

function delaysOf(policy: RetryPolicy): () => number {
  if ((policy.retryStrategy ?? policy.strategy) === 'exponentialBackoff') {
    const minMs = (policy.minimumInterval?.seconds ?? 0) * 1000;
    const maxMs = (policy.maximumInterval?.seconds ?? 0) * 1000;
    const backoff = makeBackoff(minMs, Math.max(minMs, maxMs));
    return () => backoff.next(false);
  }
  return () => (policy.delayInterval?.seconds ?? 0) * 1000;
}

/** As the genuine host wraps what a worker reports. */
function exceptionOf(error: unknown): { message: string; source: string; stackTrace: string } {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { message: `Result: Failure\nException: ${message}\nStack: ${stack}`, source: '', stackTrace: stack };
}
