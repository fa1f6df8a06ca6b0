// Scheduled clean-up. The task hub keeps every finished instance until it is purged;
// the shop keeps its own records in tables.

import type { InvocationContext, Timer } from '@azure/functions';
import type { FinishedInstances } from './ports';

export interface OperationsJobHandlers {
  /** Purges instances that finished longer ago than the retention; running instances and entities stay. */
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
      const { purged, isComplete } = await instancesOf(context).purge(before);
      if (purged > 0) context.log(`Purged ${purged} instances that had ended before ${before.toISOString()}.`);
      if (!isComplete) context.warn('More instances are to be purged than one run may take: the next run continues.');
    },
  };
}
