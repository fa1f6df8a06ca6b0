// Records the request bodies of a table client: the types of numbers, for one, do not show in the service's responses.

import type { TableClient } from '@azure/data-tables';

/** The bodies that a client sends from now on, added as they are sent. */
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
