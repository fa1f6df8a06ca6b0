// The compensations of a saga. Each is registered BEFORE its step, because a step that failed may have acted all the same. So every
// compensation must be idempotent, and do nothing when its step has not acted.

import { accepted, type Result, refused } from '../result';
import { faultMessage, type Orchestration } from './durable';

/** A compensation by its name and input. */
export interface Compensation {
  name: string;
  input: unknown;
}

/** How each compensation is performed. A refusal among its results counts as a failure. */
export type Performers<Inputs> = { [Name in keyof Inputs]: (input: Inputs[Name]) => Orchestration<Result<unknown>[]> };

export interface Compensations<Inputs> {
  /** Must be called before the step that it undoes. */
  register<Name extends keyof Inputs & string>(name: Name, input: Inputs[Name]): void;

  /** Gives the latest registration of a name what its step has answered: a better input than the one that was known before. */
  update<Name extends keyof Inputs & string>(name: Name, input: Inputs[Name]): void;

  /**
   * Runs everything registered, the latest first, and returns the names of what was done.
   * Stops at the first failure, since the rest depends on it: a parcel on its way must not be refunded. People decide then.
   */
  run(): Orchestration<Result<string[], 'COMPENSATION.FAILED'>>;
}

export function makeCompensations<Inputs>(performers: Performers<Inputs>): Compensations<Inputs> {
  const registered: Compensation[] = [];
  return {
    register(name, input) {
      registered.push({ name, input });
    },
    update(name, input) {
      const latest = registered.findLastIndex((one) => one.name === name);
      if (latest < 0) throw new Error(`Compensation ${name} is not registered.`);
      registered[latest] = { name, input };
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

/** Why a compensation failed; undefined when it succeeded. */
function* failureOf(perform: () => Orchestration<Result<unknown>[]>): Orchestration<string | undefined> {
  try {
    const refusal = (yield* perform()).find((result) => !result.ok);
    return refusal && !refusal.ok ? `${refusal.code}, ${refusal.detail}` : undefined;
  } catch (fault) {
    return faultMessage(fault);
  }
}
