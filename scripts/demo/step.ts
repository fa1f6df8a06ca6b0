// Runs one step of the demo or the smoke test: prints its name, times it, and names it when it fails.

export interface Row {
  step: string;
  result: string;
  ms: number;
}

/** A step's value for later steps, and a one-line summary for people. */
export interface Outcome<T> {
  result: string;
  value: T;
}

export type Print = (line: string) => void;

/** Runs a step and returns its value. @throws StepFailed. */
export type RunStep = <T>(step: string, run: (print: Print) => Promise<Outcome<T>>) => Promise<T>;

/** A step failed; the message is that of its cause. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';

  constructor(
    readonly step: string,
    cause: unknown,
  ) {
    super(cause instanceof Error ? reasonOf(cause) : String(cause), { cause });
  }
}

/** fetch only says "fetch failed"; the reason is in the cause. */
function reasonOf(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** Prints each step and appends its result to `rows`. */
export function makeStepRunner(print: Print, rows: Row[]): RunStep {
  return async (step, run) => {
    print(`${String(rows.length + 1).padStart(2)}  ${step}`);
    const startedAt = performance.now();
    try {
      const { result, value } = await run((line) => print(`    ${line}`));
      const ms = Math.round(performance.now() - startedAt);
      print(`    ok: ${result} (${ms} ms)`);
      rows.push({ step, result, ms });
      return value;
    } catch (error) {
      throw new StepFailed(step, error);
    }
  };
}
