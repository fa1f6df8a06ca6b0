// What the shop does for itself by the clock. The task hub keeps every finished instance until somebody removes it:
// what the shop must remember stands in its own tables.

import type { InvocationContext, Timer } from '@azure/functions';
import type { FinishedInstances } from './ports';

export interface OperationsJobHandlers {
  /** Removes what has been finished for longer than the retention; instances that run, and entities, stay. */
  purgeFinishedInstances: (timer: Timer, context: InvocationContext) => Promise<void>;
}

export interface OperationsJobDeps {
  instancesOf: (context: InvocationContext) => FinishedInstances;
  /** How long a finished instance is kept, in ms. */
  retentionMs: number;
  now: () => Date;
}

export function makeOperationsJobHandlers({ instancesOf, retentionMs, now }: OperationsJobDeps): OperationsJobHandlers {
  return {
    async purgeFinishedInstances(_timer, context) {
      const before = new Date(now().getTime() - retentionMs);
      const purged = await instancesOf(context).purge(before);
      if (purged > 0) context.log(`${purged} instances that had ended before ${before.toISOString()} were purged.`);
    },
  };
}
