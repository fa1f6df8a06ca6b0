// Retries: each attempt and each timer between attempts has its own id. durable-functions counts only attempts, and
// waits for one more timer after the last attempt, so retries that stop early must still go through all of them.

import type { RetryOptions } from '../actions';
import { type Completion, isFailure, type TaskFailure } from '../history';
import type { OnEnd, StepContext } from './step-context';

/**
 * Schedules one attempt.
 * @param attempts id of the first attempt; present when there is a retry policy.
 * @param failAs present when the attempt must fail like this without being run.
 */
export type Attempt = (
  id: number,
  onEnd: (event: Completion) => void,
  attempts: number | undefined,
  failAs: TaskFailure | undefined,
) => void;

export function withRetries(
  context: StepContext,
  options: RetryOptions | undefined,
  onEnd: OnEnd,
  attempt: Attempt,
): void {
  const { steps } = context;
  const firstId = steps.reserveId();
  if (!options) {
    attempt(firstId, (event) => onEnd(isFailure(event)), undefined, undefined);
    return;
  }
  const started = context.now();
  let made = 0;

  const tryOnce = (id: number, failAs?: TaskFailure) => {
    made++;
    attempt(id, (event) => (isFailure(event) ? failed(event, failAs !== undefined) : onEnd(false)), firstId, failAs);
  };
  const failed = (event: TaskFailure, givenUp: boolean) => {
    const more = made < options.maxNumberOfAttempts;
    const stop = givenUp || isFinal(event, options, context.now() - started);
    const fireAt = context.now() + (more && !stop ? delayAfter(made, options) : 0);
    const fired = () => (more ? tryOnce(steps.reserveId(), stop ? event : undefined) : onEnd(true));
    steps.schedule({ kind: 'timer', id: steps.reserveId(), fireAt, attempts: firstId }, fired);
  };
  tryOnce(firstId);
}

function isFinal(event: TaskFailure, options: RetryOptions, elapsedMs: number): boolean {
  const { retryTimeoutInMilliseconds: timeoutMs } = options;
  return event.FailureDetails?.IsNonRetriable === true || (timeoutMs !== undefined && elapsedMs >= timeoutMs);
}

function delayAfter(attempt: number, options: RetryOptions): number {
  const first = options.firstRetryIntervalInMilliseconds;
  const delay = first * (options.backoffCoefficient ?? 1) ** (attempt - 1);
  return Math.min(delay, options.maxRetryIntervalInMilliseconds ?? Number.MAX_SAFE_INTEGER);
}
