// The overview's failed orchestrations: the latest first, in as few pages as needed.

import { makeDurableFailedRuns } from '../../../../src/adapters/durable/durable-failed-runs';
import { anInstance, pagesOf } from '../../../helpers/instance-pages';

test('lists failed orchestrations, latest first, with the first line of the error', async () => {
  const { pages, queries } = pagesOf([
    [anInstance('a', '2026-01-01T00:00:00Z', 'one\n at somewhere')],
    [anInstance('b', '2026-01-02T00:00:00Z', { message: 'two' })],
  ]);
  await expect(makeDurableFailedRuns(pages).list()).resolves.toEqual({
    runs: [
      {
        instanceId: 'b',
        orchestrator: 'someOrchestrator',
        failedAt: '2026-01-02T00:00:00.000Z',
        reason: '{"message":"two"}',
      },
      { instanceId: 'a', orchestrator: 'someOrchestrator', failedAt: '2026-01-01T00:00:00.000Z', reason: 'one' },
    ],
    isComplete: true,
  });
  expect(queries).toEqual([{ runtimeStatus: ['Failed'] }]);
});

test('lists 50 at most and reads 5 pages at most, and says that there may be more', async () => {
  const page = (count: number) => Array.from({ length: count }, (_, n) => anInstance(`i${n}`, '2026-01-01T00:00:00Z'));
  const full = pagesOf([page(51), page(1)]);
  const { runs, isComplete } = await makeDurableFailedRuns(full.pages).list();
  expect([runs.length, isComplete, full.pagesRead()]).toEqual([50, false, 1]);
  const sparse = pagesOf(Array.from({ length: 9 }, () => []));
  await expect(makeDurableFailedRuns(sparse.pages).list()).resolves.toEqual({ runs: [], isComplete: false });
  expect(sparse.pagesRead()).toBe(5);
});
