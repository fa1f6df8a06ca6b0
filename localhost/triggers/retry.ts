// Function-level retry policies. As in the genuine host they apply only to timer and Cosmos DB triggers; queue and blob
// triggers count deliveries instead. Each attempt is a separate invocation with the attempt's number in `retryContext`.

import { makeBackoff } from '../core/backoff';
import type { Execute, ExecutionRequest } from '../execution/executor';
import type { RegisteredFunction, RetryPolicy } from '../worker/function-registry';

const FOR_EVER = -1;

/**
 * Runs the function until it succeeds or no retries are left.
 * @param pause waits between attempts; resolves to false when the host is stopping and no further attempt may follow
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

/** Wraps a worker's error as the genuine host does. */
function exceptionOf(error: unknown): { message: string; source: string; stackTrace: string } {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { message: `Result: Failure\nException: ${message}\nStack: ${stack}`, source: '', stackTrace: stack };
}
