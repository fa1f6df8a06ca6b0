// The generic starter: it starts only known orchestrators, and never replaces an existing instance.

import { z } from 'zod';
import type { Starter } from '../../../src/operations/ports';
import { makeStartHandlers } from '../../../src/operations/start-handlers';
import { call } from '../../helpers/http';

const known = z.looseObject({ a: z.int() });

function setUp() {
  const started: unknown[][] = [];
  const starter: Starter<unknown> = {
    exists: async (instanceId) => instanceId === 'taken',
    async start(...args) {
      started.push(args);
      return args[2] ?? 'new-id';
    },
    checkStatus: async (_request, instanceId) => ({
      status: 202,
      headers: {},
      body: JSON.stringify({ id: instanceId }),
    }),
  };
  const { startOrchestrator } = makeStartHandlers({ starterOf: () => starter, orchestrators: { known } });
  const start = (name: string, query = '', body?: unknown) =>
    call(startOrchestrator, { method: 'POST', params: { name }, query, ...(body !== undefined && { body }) });
  return { started, start };
}

it('starts a known orchestrator with the body as its input, and returns its status urls', async () => {
  const { start, started } = setUp();
  expect(await start('known', '?instanceId=mine:1', { a: 1 })).toMatchObject({
    status: 202,
    headers: {},
    body: { id: 'mine:1' },
  });
  expect(await start('known', '', { a: 2, more: true })).toMatchObject({
    status: 202,
    headers: {},
    body: { id: 'new-id' },
  });
  expect(started).toEqual([
    ['known', { a: 1 }, 'mine:1'],
    ['known', { a: 2, more: true }, undefined],
  ]);
});

it.each([
  ['unknown', '', undefined, 404, 'ORCHESTRATOR.NOT_FOUND'],
  ['toString', '', undefined, 404, 'ORCHESTRATOR.NOT_FOUND'],
  ['known', '', undefined, 400, 'REQUEST.MALFORMED'],
  ['known', '', { a: 'text' }, 400, 'REQUEST.INVALID'],
  ['known', '', [], 400, 'REQUEST.INVALID'],
  ['known', '?instanceId=taken', { a: 1 }, 409, 'ORCHESTRATOR.INSTANCE_EXISTS'],
  ['known', '?instanceId=a/b', { a: 1 }, 400, 'REQUEST.INVALID'],
  ['known', '', '{', 400, 'REQUEST.MALFORMED'],
])('refuses %s%s with body %p', async (name, query, body, status, code) => {
  const { start, started } = setUp();
  expect(await start(name, query, body)).toMatchObject({ status, body: { code } });
  expect(started).toEqual([]);
});
