// Purges finished orchestrations with the durable client of one invocation.

import type { DurableClient } from 'durable-functions';
import type { FinishedInstances } from '../../operations/ports';
import type { InstancePages } from './instance-pages';

/** The rest waits for the next run: a function may run for minutes, not hours. */
const maxPerRun = 2_000;
const concurrency = 8;
const runtimeStatus = ['Completed', 'Failed', 'Terminated', 'Canceled'];

export interface FinishedInstancesDeps {
  client: Pick<DurableClient, 'purgeInstanceHistory'>;
  pages: InstancePages;
}

export function makeDurableFinishedInstances({ client, pages }: FinishedInstancesDeps): FinishedInstances {
  async function purgeAll(ids: string[]): Promise<number> {
    let purged = 0;
    for (let next = 0; next < ids.length; next += concurrency) {
      const batch = ids.slice(next, next + concurrency);
      const results = await Promise.all(batch.map((id) => client.purgeInstanceHistory(id)));
      for (const { instancesDeleted } of results) purged += instancesDeleted;
    }
    return purged;
  }

  return {
    async purge(endedBefore) {
      let purged = 0;
      let left = maxPerRun;
      // The task hub can filter only by creation time; the end time is in the status.
      for await (const page of pages({ runtimeStatus, createdBefore: endedBefore })) {
        const ended = page.filter(({ lastUpdatedTime }) => new Date(lastUpdatedTime) < endedBefore);
        purged += await purgeAll(ended.slice(0, left).map(({ instanceId }) => instanceId));
        if (ended.length > left) return { purged, isComplete: false };
        left -= ended.length;
      }
      return { purged, isComplete: true };
    },
  };
}
