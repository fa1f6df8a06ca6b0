// Finished orchestrations through the durable client of one invocation.

import { type DurableClient, OrchestrationRuntimeStatus } from 'durable-functions';
import type { FinishedInstances } from '../../operations/ports';

const { Completed, Failed, Terminated, Canceled } = OrchestrationRuntimeStatus;

/** More are left to the next time: a function has minutes, not hours. */
const mostAtATime = 2_000;
const sideBySide = 8;

export function makeDurableFinishedInstances(
  client: Pick<DurableClient, 'getStatusBy' | 'purgeInstanceHistory'>,
): FinishedInstances {
  return {
    async purge(endedBefore) {
      // The hub filters by when an instance began; when it ended is in its status.
      const runtimeStatus = [Completed, Failed, Terminated, Canceled];
      const begun = await client.getStatusBy({ createdTimeTo: endedBefore, runtimeStatus });
      const ended = begun
        .filter(({ lastUpdatedTime }) => new Date(lastUpdatedTime) < endedBefore)
        .slice(0, mostAtATime)
        .map(({ instanceId }) => instanceId);
      let purged = 0;
      while (ended.length > 0) {
        const results = await Promise.all(ended.splice(0, sideBySide).map((id) => client.purgeInstanceHistory(id)));
        for (const { instancesDeleted } of results) purged += instancesDeleted;
      }
      return purged;
    },
  };
}
