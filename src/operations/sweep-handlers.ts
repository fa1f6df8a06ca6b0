// The timer that finds uploads whose event never came. One timer for all of them: each timer that fires costs an instance.

import type { InvocationContext } from '@azure/functions';
import type { Sweep } from '../shared/contracts';

export interface SweepHandlers {
  sweepUploads: (timer: unknown, context: InvocationContext) => Promise<void>;
}

/** @param sweeps run one after the other; one that fails does not keep the others from running. */
export function makeSweepHandlers(sweeps: readonly Sweep[]): SweepHandlers {
  return {
    async sweepUploads(_timer, context) {
      const faults: unknown[] = [];
      for (const sweep of sweeps) {
        try {
          const { handled, failed } = await sweep();
          for (const what of handled) context.warn(`${what}: no event came for it; it is handled now.`);
          for (const { what, error } of failed) context.error(`${what} stays for the next run:`, error);
        } catch (error) {
          faults.push(error);
        }
      }
      if (faults.length > 0) throw new AggregateError(faults, `${faults.length} of ${sweeps.length} sweeps failed.`);
    },
  };
}
