// What becomes of the results of steps: a fault counts as a refusal, and of several refusals one is told.

import { faultMessage, type Orchestration } from '../../shared/durable/durable';
import { accepted, type Result, refused } from '../../shared/result';

/** Runs steps of which one may keep failing: the fault becomes the refusal `ORDER.STEP_FAILED`, to be undone like any other. */
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
 * One result for steps that were taken at the same time: accepted if all were, or else the first refusal. A refusal with the
 * code `secondaryCode` follows from another one, and is told only when there is no other.
 */
export function allAccepted<T, Code extends string>(
  results: Result<T, Code>[],
  secondaryCode?: Code,
): Result<T[], Code> {
  const refusals = results.filter((result) => !result.ok);
  const refusal = refusals.find(({ code }) => code !== secondaryCode) ?? refusals[0];
  return refusal ?? accepted(results.flatMap((result) => (result.ok ? [result.value] : [])));
}
