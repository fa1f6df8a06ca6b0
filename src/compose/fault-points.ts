// For crash tests only: kills the process right after a named step has acted and before its result is recorded, the worst
// possible moment. A file with the point's name in the folder arms it for one crash.

import { rmSync } from 'node:fs';
import { join } from 'node:path';

type Step = (...args: never[]) => Promise<unknown>;

export type WithFaultPoints = <Steps extends { [Name in keyof Steps]: Step }>(steps: Steps, prefix?: string) => Steps;

/**
 * Adds a fault point after each step of an object, named as the step; `prefix` distinguishes steps with the same name.
 * A step that runs several times for one order has a point per purpose: `mailer.send.confirmed`, `recordShipment.dispatched`.
 *
 * @param folder where points are armed; without it the steps are returned unchanged.
 */
export function makeFaultPoints(folder: string | undefined, crash: () => void = killThisProcess): WithFaultPoints {
  if (folder === undefined) return (steps) => steps;
  return (steps, prefix = '') => {
    const all = Object.entries<Step>(steps).map(([name, step]) => [
      name,
      crashAfter(folder, prefix + name, step, crash),
    ]);
    return Object.fromEntries(all);
  };
}

function crashAfter(folder: string, point: string, step: Step, crash: () => void): Step {
  return async (...args) => {
    const answer = await step(...args);
    const purpose = purposeOf(args[0]);
    if (disarm(folder, purpose === undefined ? point : `${point}.${purpose}`)) crash();
    return answer;
  };
}

/** The purpose of a step, read from its input. */
function purposeOf(input: unknown): string | undefined {
  const { event, state, entry, entries } = (input ?? {}) as {
    event?: string;
    state?: string;
    entry?: { step: string };
    entries?: { step: string }[];
  };
  return event ?? state ?? (entry ?? entries?.at(-1))?.step;
}

/** When several processes get here at once, only one of them crashes. */
function disarm(folder: string, point: string): boolean {
  try {
    rmSync(join(folder, point));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Like a machine failure: no clean-up and no further output. */
function killThisProcess(): void {
  process.kill(process.pid, 'SIGKILL');
}
