// The generic starter: starts an orchestration by name and returns urls to follow it; no instance is started twice.

import { randomUUID } from 'node:crypto';
import type { Problem } from '../../client/api-problem';
import { eventually } from '../../scripts/shop/eventually';
import { expectStatus } from '../../scripts/shop/shop-client';
import { runningApp } from '../helpers/running-app';

const { shop } = runningApp();

/** The cart orchestration for an empty cart: it checks once and ends. */
const watch = {
  customerId: `cus_${'0'.repeat(26)}`,
  filledAt: 0,
  reminded: false,
  remindAfterMs: 1_000,
  expireAfterMs: 60_000,
  lookAt: '2026-01-01T00:00:00.000Z',
};

test('an orchestration is started under an id and followed to its end, once', async () => {
  const path = `/orchestrators/cartOrchestrator?instanceId=watch-${randomUUID()}`;
  const started = await shop.owner<{ id: string; statusQueryGetUri: string }>('POST', path, { body: watch });
  const { id, statusQueryGetUri } = expectStatus(started, 202);
  expect(path).toContain(id);
  expect(started.headers.get('location')).toContain(`/instances/${id}`);
  const status = await eventually(`${id} to end`, 20_000, async () => {
    const answer = (await (await fetch(statusQueryGetUri)).json()) as { runtimeStatus: string; input: unknown };
    return ['Completed', 'Failed'].includes(answer.runtimeStatus) ? answer : undefined;
  });
  expect(status).toMatchObject({ runtimeStatus: 'Completed' });
  const again = await shop.owner<Problem>('POST', path, { body: watch });
  expect(again).toMatchObject({ status: 409, body: { code: 'ORCHESTRATOR.INSTANCE_EXISTS' } });
});

test('a name that is not an orchestrator is a 404', async () => {
  const answer = await shop.owner<Problem>('POST', '/orchestrators/recordOrderSteps', { body: {} });
  expect(answer).toMatchObject({ status: 404, body: { code: 'ORCHESTRATOR.NOT_FOUND' } });
});
