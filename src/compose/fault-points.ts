// For crash tests only: the process dies right after a named step has acted and before anybody has recorded it, which is the
// worst moment there is. A file of the point's name in a folder arms it for one death.

import { rmSync } from 'node:fs';
import { join } from 'node:path';

type Step = (...args: never[]) => Promise<unknown>;

export type WithFaultPoints = <Steps extends { [Name in keyof Steps]: Step }>(steps: Steps, prefix?: string) => Steps;

/**
 * Puts a fault point of its name after each of an object's steps, with a prefix for steps that are called as others are.
 * Steps that are run several times for one order have a point for each thing they are run for: `mailer.send.confirmed`,
 * `recordShipment.dispatched`.
 *
 * @param folder where points are armed; without it steps are handed back as they are.
 */
export function makeFaultPoints(folder: string | undefined, die: () => void = killThisProcess): WithFaultPoints {
  if (folder === undefined) return (steps) => steps;
  return (steps, prefix = '') => {
    const all = Object.entries<Step>(steps).map(([name, step]) => [name, dyingAfter(folder, prefix + name, step, die)]);
    return Object.fromEntries(all);
  };
}

function dyingAfter(folder: string, point: string, step: Step, die: () => void): Step {
  return async (...args) => {
    const answer = await step(...args);
    const purpose = purposeOf(args[0]);
    if (disarm(folder, purpose === undefined ? point : `${point}.${purpose}`)) die();
    return answer;
  };
}

/** What a step is run for, read from its input. */
function purposeOf(input: unknown): string | undefined {
  const { event, state, entry, entries } = (input ?? {}) as {
    event?: string;
    state?: string;
    entry?: { step: string };
    entries?: { step: string }[];
  };
  return event ?? state ?? (entry ?? entries?.at(-1))?.step;
}

/** Of several processes that come here at once, one dies. */
function disarm(folder: string, point: string): boolean {
  try {
    rmSync(join(folder, point));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** As the machine would: nothing is tidied up, and nothing more is said. */
function killThisProcess(): void {
  process.kill(process.pid, 'SIGKILL');
}
