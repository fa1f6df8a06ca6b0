// The generic starter: an orchestration is started by name, for repairs and experiments, and followed by the urls in the answer.

import type { HttpRequest, InvocationContext } from '@azure/functions';
import { z } from 'zod';
import { AppError } from '../shared/http/errors';
import { type HttpHandler, parse, parseJson, readText, route } from '../shared/http/http';
import type { Starter } from './ports';

export interface StartHandlerDeps {
  starterOf: (context: InvocationContext) => Starter<HttpRequest>;
  /** Names of those that may be started. */
  orchestrators: readonly string[];
}

const querySchema = z.object({
  instanceId: z
    .string()
    .regex(/^[A-Za-z0-9_:-]{1,100}$/, 'must be 1 to 100 letters, digits, hyphens, underscores or colons')
    .optional(),
});

export function makeStartHandlers({ starterOf, orchestrators }: StartHandlerDeps): { startOrchestrator: HttpHandler } {
  return {
    startOrchestrator: route(async (request, context) => {
      const { name = '' } = request.params;
      if (!orchestrators.includes(name)) {
        throw new AppError('ORCHESTRATOR.NOT_FOUND', `Known are ${orchestrators.join(', ')}.`);
      }
      const { instanceId } = parse(Object.fromEntries(request.query), querySchema);
      const body = await readText(request);
      const input = body === '' ? undefined : parseJson(body);
      const starter = starterOf(context);
      // A finished instance would be replaced without a word, and with it what it has done.
      if (instanceId !== undefined && (await starter.exists(instanceId))) {
        throw new AppError('ORCHESTRATOR.INSTANCE_EXISTS', `Choose another id than ${instanceId}.`);
      }
      return starter.checkStatus(request, await starter.start(name, input, instanceId));
    }),
  };
}
