// What has to be undone when a durable story cannot be finished. Each undo is registered BEFORE its step, as data:
// nobody knows whether a step that failed has acted all the same. So every undo must be idempotent, and do nothing when there is nothing.

import { accepted, type Result, refused } from '../result';
import { faultMessage, type Orchestration } from './durable';

/** An undo by its name and input. */
export interface Compensation {
  name: string;
  input: unknown;
}

/** How each undo is performed. A refusal among its results counts as a failure. */
export type Performers<Inputs> = { [Name in keyof Inputs]: (input: Inputs[Name]) => Orchestration<Result<unknown>[]> };

export interface Compensations<Inputs> {
  /** To be called before the step that it undoes. */
  register<Name extends keyof Inputs & string>(name: Name, input: Inputs[Name]): void;

  /**
   * Undoes everything registered, the latest first, and answers with the names of what was done.
   * Stops at the first that keeps failing: what is left rests on it (a parcel on its way must not be refunded), so people decide.
   */
  run(): Orchestration<Result<string[], 'COMPENSATION.FAILED'>>;
}

export function makeCompensations<Inputs>(performers: Performers<Inputs>): Compensations<Inputs> {
  const registered: Compensation[] = [];
  return {
    register(name, input) {
      registered.push({ name, input });
    },
    *run() {
      const done: string[] = [];
      const outstanding = registered.splice(0).reverse();
      for (const { name, input } of outstanding) {
        const perform = performers[name as keyof Inputs];
        const failure = yield* failureOf(() => perform(input as Inputs[keyof Inputs]));
        if (failure !== undefined) {
          const left = outstanding.slice(done.length + 1).map((one) => one.name);
          const rest = left.length > 0 ? `; not undone: ${left.join(', ')}` : '';
          return refused('COMPENSATION.FAILED', `${name} failed: ${failure}${rest}`);
        }
        done.push(name);
      }
      return accepted(done);
    },
  };
}

/** Why an undo failed; undefined when it did not. */
function* failureOf(perform: () => Orchestration<Result<unknown>[]>): Orchestration<string | undefined> {
  try {
    const refusal = (yield* perform()).find((result) => !result.ok);
    return refusal && !refusal.ok ? `${refusal.code}, ${refusal.detail}` : undefined;
  } catch (fault) {
    return faultMessage(fault);
  }
}
