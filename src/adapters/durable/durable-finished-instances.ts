// Purges finished orchestrations with the durable client of one invocation.

import { type DurableClient, OrchestrationRuntimeStatus } from 'durable-functions';
import type { FinishedInstances } from '../../operations/ports';

const { Completed, Failed, Terminated, Canceled } = OrchestrationRuntimeStatus;

/** The rest waits for the next run: a function may run for minutes, not hours. */
const maxPerRun = 2_000;
const concurrency = 8;

export function makeDurableFinishedInstances(
  client: Pick<DurableClient, 'getStatusBy' | 'purgeInstanceHistory'>,
): FinishedInstances {
  return {
    async purge(endedBefore) {
      // The task hub can filter only by creation time; the end time is in the status.
      const runtimeStatus = [Completed, Failed, Terminated, Canceled];
      const created = await client.getStatusBy({ createdTimeTo: endedBefore, runtimeStatus });
      const ended = created
        .filter(({ lastUpdatedTime }) => new Date(lastUpdatedTime) < endedBefore)
        .slice(0, maxPerRun)
        .map(({ instanceId }) => instanceId);
      let purged = 0;
      while (ended.length > 0) {
        const results = await Promise.all(ended.splice(0, concurrency).map((id) => client.purgeInstanceHistory(id)));
        for (const { instancesDeleted } of results) purged += instancesDeleted;
      }
      return purged;
    },
  };
}
