// What a table client really sends: some of it (the types of numbers) cannot be seen in what the service gives back.

import type { TableClient } from '@azure/data-tables';

/** The bodies that a client sends from now on, each added as it goes out. */
export function sentBodies(client: TableClient): string[] {
  const bodies: string[] = [];
  client.pipeline.addPolicy({
    name: 'sentBodies',
    sendRequest(request, next) {
      bodies.push(String(request.body));
      return next(request);
    },
  });
  return bodies;
}
