// Records the requests of a table client, to test what an operation costs and whether it queries.

import type { TableClient } from '@azure/data-tables';

export type TableOperation = 'insert' | 'replace' | 'read' | 'query' | `other ${string}`;

/** The requests that a client sends from now on, added as they are sent, including its retries. */
export function sentOperations(client: TableClient): TableOperation[] {
  const operations: TableOperation[] = [];
  const policy: Parameters<TableClient['pipeline']['addPolicy']>[0] = {
    name: 'sentOperations',
    sendRequest(request, next) {
      operations.push(operationOf(request.method, decodeURIComponent(new URL(request.url).pathname)));
      return next(request);
    },
  };
  client.pipeline.addPolicy(policy, { afterPhase: 'Retry' });
  return operations;
}

function operationOf(method: string, path: string): TableOperation {
  const isOfOneRow = path.includes('(PartitionKey=');
  if (method === 'GET') return isOfOneRow ? 'read' : 'query';
  if (method === 'POST') return 'insert';
  return method === 'PUT' ? 'replace' : `other ${method}`;
}
