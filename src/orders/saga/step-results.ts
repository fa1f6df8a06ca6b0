// Combines the results of steps: a fault becomes a refusal, and several results become one.

import { faultMessage, type Orchestration } from '../../shared/durable/durable';
import { accepted, type Result, refused } from '../../shared/result';

/** Runs steps, and turns a fault that is left after all attempts into the refusal `ORDER.STEP_FAILED`. */
export function* catchFault<T, Code extends string>(
  steps: Orchestration<Result<T, Code>>,
): Orchestration<Result<T, Code | 'ORDER.STEP_FAILED'>> {
  try {
    return yield* steps;
  } catch (fault) {
    return refused('ORDER.STEP_FAILED', faultMessage(fault));
  }
}

/**
 * One result for steps that ran in parallel: accepted if all were accepted, or else the first refusal. A refusal with the code
 * `secondaryCode` is a consequence of another one, so it is returned only when there is no other.
 */
export function allAccepted<T, Code extends string>(
  results: Result<T, Code>[],
  secondaryCode?: Code,
): Result<T[], Code> {
  const refusals = results.filter((result) => !result.ok);
  const refusal = refusals.find(({ code }) => code !== secondaryCode) ?? refusals[0];
  return refusal ?? accepted(results.flatMap((result) => (result.ok ? [result.value] : [])));
}
