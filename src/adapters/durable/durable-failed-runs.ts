// The orchestrations that ended as Failed: a bug of ours, or an input that no orchestrator can carry out.

import type { FailedRun, FailedRuns } from '../../operations/ports';
import { faultMessage } from '../../shared/durable/durable';
import type { InstancePages, InstanceStatus } from './instance-pages';

const maxListed = 50;
/** A page may hold few matches: the task hub scans all instances for them. */
const maxPages = 5;

export function makeDurableFailedRuns(pages: InstancePages): FailedRuns {
  return {
    async list() {
      const runs: FailedRun[] = [];
      let pagesRead = 0;
      for await (const page of pages({ runtimeStatus: ['Failed'] })) {
        runs.push(...page.map(failedRun));
        pagesRead++;
        if (runs.length > maxListed || pagesRead === maxPages) {
          return { runs: latestFirst(runs).slice(0, maxListed), isComplete: false };
        }
      }
      return { runs: latestFirst(runs), isComplete: true };
    },
  };
}

function failedRun({ instanceId, name, lastUpdatedTime, output }: InstanceStatus): FailedRun {
  const reason = faultMessage(typeof output === 'string' ? output : JSON.stringify(output));
  return { instanceId, orchestrator: name, failedAt: new Date(lastUpdatedTime).toISOString(), reason };
}

function latestFirst(runs: FailedRun[]): FailedRun[] {
  return runs.sort((a, b) => (a.failedAt < b.failedAt ? 1 : -1));
}
