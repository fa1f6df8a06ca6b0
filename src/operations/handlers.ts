// For those who run the app: what went to poison, and its second chance.

import type { HttpRequest } from '@azure/functions';
import { z } from 'zod';
import { AppError } from '../shared/http/errors';
import { type HttpHandler, parse, parseJson, readText, route } from '../shared/http/http';
import { type PoisonQueue, poisonIn, replayPoisonOf } from './poison';

export interface OperationsHandlers {
  listPoison: HttpHandler;
  replayPoison: HttpHandler;
}

const replaySchema = z.strictObject({
  max: z.int().min(1).max(1000).default(100),
  unreadable: z.enum(['keep', 'discard']).default('keep'),
});

const headers = { 'cache-control': 'no-store' };

/** @param queues every queue of the app whose messages may end as poison. */
export function makeOperationsHandlers(queues: readonly PoisonQueue[]): OperationsHandlers {
  return {
    listPoison: route(async () => {
      return { status: 200, headers, jsonBody: { queues: await Promise.all(queues.map(poisonIn)) } };
    }),

    replayPoison: route(async (request, context) => {
      const queue = queues.find(({ name }) => name === request.params.queue);
      if (!queue) {
        throw new AppError('QUEUE.NOT_FOUND', `There are ${queues.map(({ name }) => name).join(', ')}.`);
      }
      const report = await replayPoisonOf(queue, parse(await optionalJson(request), replaySchema));
      context.log(`Poison of ${queue.name}:`, JSON.stringify(report));
      return { status: 200, headers, jsonBody: { queue: queue.name, ...report } };
    }),
  };
}

/** A replay without wishes needs no body. */
async function optionalJson(request: HttpRequest): Promise<unknown> {
  const text = await readText(request);
  return text === '' ? {} : parseJson(text);
}
