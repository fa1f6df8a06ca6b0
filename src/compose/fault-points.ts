// For crash tests only: the process dies right after a named step has acted and before anybody has recorded it, which is the
// worst moment there is. A file of the point's name in a folder arms it for one death.

import { rmSync } from 'node:fs';
import { join } from 'node:path';

type Step = (...args: never[]) => Promise<unknown>;

/**
 * The same steps, each followed by a fault point of its name. Steps that are run several times for one order have a point
 * for each thing they are run for: `mailer.send.confirmed`, `recordShipment.dispatched`.
 *
 * @param folder where points are armed; without it the steps are handed back as they are.
 * @param prefix of the points' names, for steps that are called as others are.
 */
export function withFaultPoints<Steps extends { [Name in keyof Steps]: Step }>(
  steps: Steps,
  folder: string | undefined,
  prefix = '',
  die: () => void = killThisProcess,
): Steps {
  if (folder === undefined) return steps;
  const dyingAfter =
    (name: string, step: Step): Step =>
    async (...args) => {
      const answer = await step(...args);
      const purpose = purposeOf(args[0]);
      const point = prefix + name;
      if (disarm(folder, purpose === undefined ? point : `${point}.${purpose}`)) die();
      return answer;
    };
  const all = Object.entries<Step>(steps).map(([name, step]) => [name, dyingAfter(name, step)]);
  return Object.fromEntries(all);
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
