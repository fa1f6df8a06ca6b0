// The operations for operators, for the API's description.

import { z } from 'zod';
import { healthSchema } from '../shared/http/health';
import type { AreaApi } from '../shared/http/operation';
import { overviewSchemaWith } from './overview-schema';
import { poisonListSchema, replayReportSchema, replaySchema } from './poison-schemas';
import { startedSchema, startQuery } from './start-schemas';

/** @param ordersOverview what the overview says of orders. */
export function makeOperationsApi(ordersOverview: z.ZodType) {
  return {
    health: {
      method: 'GET',
      path: '/health',
      access: 'anyone',
      summary: 'Ask whether the app can work',
      answers: {
        200: {
          meaning: 'Every dependency responds.',
          schema: healthSchema,
          headers: ['Cache-Control'],
          example: { status: 'ok', dependencies: { storage: 'ok' } },
        },
        503: {
          meaning: 'Those that are `down` do not respond. The reason is in the log.',
          schema: healthSchema,
          headers: ['Cache-Control'],
          example: { status: 'down', dependencies: { storage: 'down' } },
        },
      },
      isStatic: true,
    },
    getOverview: {
      method: 'GET',
      path: '/admin/overview',
      access: 'owner',
      summary: 'Read what needs attention',
      description: 'Stuck and overdue orders, failed compensations, poisoned messages and failed orchestrations.',
      answers: {
        200: { meaning: 'The overview.', schema: overviewSchemaWith(ordersOverview), headers: ['Cache-Control'] },
      },
    },
    listPoison: {
      method: 'GET',
      path: '/admin/poison',
      access: 'owner',
      summary: 'List the messages that failed for good',
      answers: {
        200: {
          meaning: 'By queue, the oldest first.',
          schema: poisonListSchema,
          headers: ['Cache-Control'],
          example: { queues: [{ queue: 'picture-jobs', count: 0, messages: [] }] },
        },
      },
    },
    replayPoison: {
      method: 'POST',
      path: '/admin/poison/{queue}/replay',
      access: 'owner',
      summary: 'Send messages that failed for good back to their queue',
      params: { queue: z.string().meta({ examples: ['picture-jobs'] }) },
      body: { schema: replaySchema, example: { max: 100, unreadable: 'keep' }, isRequired: false },
      answers: {
        200: {
          meaning: 'What was done with them.',
          schema: replayReportSchema,
          headers: ['Cache-Control'],
          example: { queue: 'picture-jobs', replayed: 0, settled: 0, unreadable: 0 },
        },
      },
      problems: ['QUEUE.NOT_FOUND'],
    },
    startOrchestrator: {
      method: 'POST',
      path: '/orchestrators/{name}',
      access: 'owner',
      summary: 'Start an orchestration by name',
      description:
        'For repairs and experiments. The body is the input of the orchestrator, which checks it by its schema.',
      params: { name: z.string().meta({ examples: ['cartOrchestrator'] }) },
      query: startQuery,
      body: {
        schema: z.looseObject({}).describe('Differs by orchestrator.'),
        example: {
          customerId: 'cus_01m8pqfm56mws996ryfyvyfnf8',
          filledAt: 1,
          reminded: false,
          remindAfterMs: 86_400_000,
          expireAfterMs: 2_592_000_000,
          lookAt: '2026-03-01T12:00:00.000Z',
        },
      },
      answers: { 202: { meaning: 'It is started.', schema: startedSchema, headers: ['Location', 'Retry-After'] } },
      problems: ['ORCHESTRATOR.NOT_FOUND', 'ORCHESTRATOR.INSTANCE_EXISTS'],
    },
  } as const satisfies AreaApi;
}
