// For operators: lists poisoned messages and replays them.

import type { HttpRequest } from '@azure/functions';
import { AppError } from '../shared/http/errors';
import { type HttpHandler, parse, parseJson, readText, route } from '../shared/http/http';
import { type PoisonQueue, poisonIn, replayPoisonOf } from './poison';
import { type ReplayReportJson, replaySchema } from './poison-schemas';

export interface OperationsHandlers {
  listPoison: HttpHandler;
  replayPoison: HttpHandler;
}

const headers = { 'cache-control': 'no-store' };

/** @param queues every queue of the app whose messages can be poisoned. */
export function makeOperationsHandlers(queues: readonly PoisonQueue[]): OperationsHandlers {
  return {
    listPoison: route(async () => {
      return { status: 200, headers, jsonBody: { queues: await Promise.all(queues.map(poisonIn)) } };
    }),

    replayPoison: route(async (request, context) => {
      const queue = queues.find(({ name }) => name === request.params.queue);
      if (!queue) {
        throw new AppError('QUEUE.NOT_FOUND', `The queues are ${queues.map(({ name }) => name).join(', ')}.`);
      }
      const report = await replayPoisonOf(queue, parse(await optionalJson(request), replaySchema));
      context.log(`Poison of ${queue.name}:`, JSON.stringify(report));
      const jsonBody: ReplayReportJson = { queue: queue.name, ...report };
      return { status: 200, headers, jsonBody };
    }),
  };
}

/** The body is optional: an empty one means the defaults. */
async function optionalJson(request: HttpRequest): Promise<unknown> {
  const text = await readText(request);
  return text === '' ? {} : parseJson(text);
}
