// Pages of orchestration instances in memory; counts how many are read.

import type { InstancePages, InstanceQuery, InstanceStatus } from '../../src/adapters/durable/instance-pages';

export function anInstance(instanceId: string, lastUpdatedTime: string, output: unknown = null): InstanceStatus {
  return { instanceId, name: 'someOrchestrator', createdTime: '2026-01-01T00:00:00Z', lastUpdatedTime, output };
}

export function pagesOf(pages: InstanceStatus[][]) {
  let read = 0;
  const queries: InstanceQuery[] = [];
  const list: InstancePages = async function* pagesInMemory(query) {
    queries.push(query);
    for (const page of pages) {
      read++;
      yield page;
    }
  };
  return { pages: list, queries, pagesRead: () => read };
}
