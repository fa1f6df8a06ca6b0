// The first screen of the console: what needs somebody, the most urgent first, and nothing else.

import { needsSomebody } from '../../../../src/pages/console/models/needs-somebody';
import { anOverview, aSnapshot, at, orderIdOf } from './builders';

const nothing = { awaiting: { orders: [] }, failedWebhooks: { deliveries: [] } };
const delivery = {
  ...{ id: 'whk_1', endpoint: 'https://erp.example/hooks', type: 'order.shipped', orderId: orderIdOf('a') },
  ...{ state: 'failed' as const, attempts: 8, replays: 0, event: {}, lastResult: 'HTTP 500', lastAttemptAt: at },
};

it('is empty in a shop that runs by itself', () => {
  expect(needsSomebody({ overview: anOverview(), ...nothing })).toEqual([]);
});

it('puts what only the owner can do before faults, and names how many there are', () => {
  const { orders } = anOverview();
  const failures = [{ at, step: 'undoOrder', detail: 'the provider answered 500' }];
  const overview = anOverview(
    {
      counts: { ...orders.counts, awaitingApproval: 2 },
      stuck: { count: 7, orders: [aSnapshot('s')] },
      overdue: {
        count: 1,
        orders: [
          {
            ...aSnapshot('o'),
            parcels: [{ shipmentId: 'shp_1', warehouse: 'north', dispatchedAt: '2026-02-01T00:00:00.000Z' }],
          },
        ],
      },
      compensationFailed: { count: 1, orders: [{ ...aSnapshot('f'), failures }] },
    },
    {
      poison: {
        count: 3,
        queues: [
          { queue: 'picture-jobs', count: 3, oldest: at },
          { queue: 'webhooks', count: 0 },
        ],
      },
      failedRuns: {
        runs: [
          {
            instanceId: `${orderIdOf('x')}:north`,
            orchestrator: 'shipmentOrchestrator',
            failedAt: at,
            reason: 'a bug',
          },
        ],
        isComplete: false,
      },
    },
  );
  const awaiting = { orders: [aSnapshot('b'), aSnapshot('a')] };
  const needs = needsSomebody({ overview, awaiting, failedWebhooks: { deliveries: [delivery], cursor: 'more' } });
  expect(needs.map(({ kind, count, isAtLeast }) => [kind, count, isAtLeast])).toEqual([
    ['approval', 2, false],
    ['compensation', 1, false],
    ['stuck', 7, false],
    ['overdue', 1, false],
    ['poison', 3, false],
    ['failedRun', 1, true],
    ['webhook', 1, true],
  ]);
  const [approval, compensation, , overdue, poison, failedRun, webhook] = needs.map(({ items }) => items);
  expect(approval?.map(({ href }) => href)).toEqual([`#/orders/${orderIdOf('a')}`, `#/orders/${orderIdOf('b')}`]);
  expect(compensation).toMatchObject([{ href: `#/orders/${orderIdOf('f')}`, text: 'the provider answered 500' }]);
  expect(overdue).toMatchObject([{ since: '2026-02-01T00:00:00.000Z' }]);
  expect(poison).toMatchObject([{ text: 'Pictures to render: 3', href: '#/messages' }]);
  expect(failedRun).toMatchObject([{ href: `#/orders/${orderIdOf('x')}`, text: 'shipmentOrchestrator: a bug' }]);
  expect(webhook).toMatchObject([{ text: 'order.shipped to https://erp.example/hooks: HTTP 500', since: at }]);
});

it('leads nowhere from an orchestration that belongs to no order', () => {
  const run = { instanceId: 'cart:1', orchestrator: 'cartOrchestrator', failedAt: at, reason: 'a bug' };
  const overview = anOverview({}, { failedRuns: { runs: [run], isComplete: true } });
  const [need] = needsSomebody({ overview, ...nothing });
  expect(need?.items).toEqual([{ key: 'cart:1', text: 'cartOrchestrator: a bug', since: at }]);
});

it('says that there are more when the shop has too many open orders to read', () => {
  const overview = anOverview({ complete: false, stuck: { count: 50, orders: [] } });
  expect(needsSomebody({ overview, ...nothing })).toMatchObject([{ kind: 'stuck', isAtLeast: true }]);
});
