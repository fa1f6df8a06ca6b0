// Starts orchestrations by name with the durable client of one invocation.

import type { ReadableStream } from 'node:stream/web';
import type { HttpRequest } from '@azure/functions';
import type { DurableClient } from 'durable-functions';
import type { Starter } from '../../operations/ports';
import { instanceExists } from './start-once';

export function makeDurableStarter(
  client: Pick<DurableClient, 'getStatus' | 'startNew' | 'createCheckStatusResponse'>,
): Starter<HttpRequest> {
  return {
    exists: (instanceId) => instanceExists(client, instanceId),
    start: (orchestrator, input, instanceId) =>
      client.startNew(orchestrator, { input, ...(instanceId !== undefined && { instanceId }) }),
    async checkStatus(request, instanceId) {
      const answer = client.createCheckStatusResponse(request, instanceId);
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: await new Response(answer.body as ReadableStream | null).text(),
      };
    },
  };
}
