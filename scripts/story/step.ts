// One step of the story: announced, timed, and named when it fails.

export interface Row {
  step: string;
  result: string;
  ms: number;
}

/** What a step hands on to later ones, with the one line that people read. */
export interface Outcome<T> {
  result: string;
  value: T;
}

export type Tell = (line: string) => void;

/** Runs a step and answers with its value. @throws StepFailed. */
export type RunStep = <T>(step: string, run: (tell: Tell) => Promise<Outcome<T>>) => Promise<T>;

/** The step that did not go as it must; the reason is the cause's message. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';

  constructor(
    readonly step: string,
    cause: unknown,
  ) {
    super(cause instanceof Error ? reasonOf(cause) : String(cause), { cause });
  }
}

/** fetch says no more than "fetch failed"; what happened stands in the cause. */
function reasonOf(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** Steps are told with `tell` and collected in `rows`, in order. */
export function makeSteps(tell: Tell, rows: Row[]): RunStep {
  return async (step, run) => {
    tell(`${String(rows.length + 1).padStart(2)}  ${step}`);
    const startedAt = performance.now();
    try {
      const { result, value } = await run((line) => tell(`    ${line}`));
      const ms = Math.round(performance.now() - startedAt);
      tell(`    ok: ${result} (${ms} ms)`);
      rows.push({ step, result, ms });
      return value;
    } catch (error) {
      throw new StepFailed(step, error);
    }
  };
}
