// The generic starter: starts an orchestration by name, for repairs and experiments, and returns its management urls.

import type { HttpRequest, InvocationContext } from '@azure/functions';
import type { z } from 'zod';
import { AppError } from '../shared/http/errors';
import { type HttpHandler, readJson, route } from '../shared/http/http';
import type { Starter } from './ports';
import { startQuery } from './start-schemas';

export interface StartHandlerDeps {
  starterOf: (context: InvocationContext) => Starter<HttpRequest>;
  /** The orchestrators that may be started, by name, with the schema of their input. */
  orchestrators: Readonly<Record<string, z.ZodType>>;
}

export function makeStartHandlers({ starterOf, orchestrators }: StartHandlerDeps): { startOrchestrator: HttpHandler } {
  return {
    startOrchestrator: route(async (request, context, { instanceId }) => {
      const { name = '' } = request.params;
      const schema = Object.hasOwn(orchestrators, name) ? orchestrators[name] : undefined;
      if (!schema) {
        const names = Object.keys(orchestrators).join(', ');
        throw new AppError('ORCHESTRATOR.NOT_FOUND', `The orchestrators are ${names}.`);
      }
      const input = await readJson(request, schema);
      const starter = starterOf(context);
      // Starting a finished instance again would silently replace it and its history.
      if (instanceId !== undefined && (await starter.exists(instanceId))) {
        throw new AppError('ORCHESTRATOR.INSTANCE_EXISTS', `Choose an id other than ${instanceId}.`);
      }
      return starter.checkStatus(request, await starter.start(name, input, instanceId));
    }, startQuery),
  };
}
