// The overview handler: orders, poison messages and failed orchestrations.

import { makeOverviewHandlers } from '../../../src/operations/overview-handlers';
import type { PoisonQueue } from '../../../src/operations/poison';
import type { PoisonedMessage } from '../../../src/operations/ports';
import { accepted } from '../../../src/shared/result';
import { call } from '../../helpers/http';

const now = new Date('2026-03-01T12:00:00.000Z');

function aQueue(name: string, count: number, oldest: PoisonedMessage[]): PoisonQueue {
  return {
    name,
    store: { peek: async () => ({ count, oldest }), take: async () => [] },
    describe: () => accepted({}),
    replay: async () => 'sent',
  };
}

const message = (id: string, minute: number): PoisonedMessage => ({
  id,
  text: 'job',
  insertedAt: new Date(Date.UTC(2026, 1, 1, 0, minute)),
});

const failedRuns = {
  runs: [{ instanceId: 'x', orchestrator: 'orderOrchestrator', failedAt: '2026-02-01T00:00:00.000Z', reason: 'no' }],
  isComplete: true,
};

const overview = (ordersOverview: () => Promise<object>, queues: PoisonQueue[]) => {
  const failedRunsOf = () => ({ list: async () => failedRuns });
  return call(makeOverviewHandlers({ ordersOverview, failedRunsOf, queues, now: () => now }).getOverview);
};

it('returns the orders, the number and age of poison messages by queue, and the failed orchestrations', async () => {
  const queues = [aQueue('jobs', 40, [message('a', 1), message('b', 2)]), aQueue('reports', 0, [])];
  const answer = await overview(async () => ({ total: 3 }), queues);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.body).toEqual({
    at: '2026-03-01T12:00:00.000Z',
    orders: { total: 3 },
    poison: {
      count: 40,
      queues: [
        { queue: 'jobs', count: 40, oldest: '2026-02-01T00:01:00.000Z' },
        { queue: 'reports', count: 0 },
      ],
    },
    failedRuns,
  });
});

it('fails as a whole if storage does not respond', async () => {
  const down = async () => {
    throw Object.assign(new Error('busy'), { statusCode: 503 });
  };
  expect(await overview(down, [])).toMatchObject({ status: 503, body: { code: 'DEPENDENCY.UNAVAILABLE' } });
});
