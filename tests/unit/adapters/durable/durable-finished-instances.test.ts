// A run purges what ended long enough ago, reads no page that it does not need, and says when it stops short.

import { makeDurableFinishedInstances } from '../../../../src/adapters/durable/durable-finished-instances';
import { anInstance, pagesOf } from '../../../helpers/instance-pages';

const before = new Date('2026-01-10T00:00:00.000Z');
const ended = (id: string) => anInstance(id, '2026-01-09T00:00:00.000Z');

function setUp(pages: ReturnType<typeof ended>[][]) {
  const hub = pagesOf(pages);
  const purged: string[] = [];
  const client = {
    async purgeInstanceHistory(id: string) {
      purged.push(id);
      return { instancesDeleted: 1 };
    },
  };
  return { ...hub, purged, purge: () => makeDurableFinishedInstances({ client, pages: hub.pages }).purge(before) };
}

const many = (name: string, count: number) => Array.from({ length: count }, (_, index) => ended(`${name}${index}`));

test('purges what ended before the time, and nothing that ended later', async () => {
  const { purge, purged, queries } = setUp([
    [ended('a'), anInstance('late', '2026-01-10T00:00:00.000Z')],
    [ended('b')],
  ]);
  await expect(purge()).resolves.toEqual({ purged: 2, isComplete: true });
  expect(purged).toEqual(['a', 'b']);
  expect(queries).toEqual([
    { runtimeStatus: ['Completed', 'Failed', 'Terminated', 'Canceled'], createdBefore: before },
  ]);
});

test('stops at 2,000 instances, says so, and reads no further page', async () => {
  const { purge, purged, pagesRead } = setUp([many('a', 1_500), many('b', 600), many('c', 1)]);
  await expect(purge()).resolves.toEqual({ purged: 2_000, isComplete: false });
  expect(purged).toHaveLength(2_000);
  expect(pagesRead()).toBe(2);
});

test('exactly as many as one run may take are all', async () => {
  await expect(setUp([many('a', 2_000)]).purge()).resolves.toEqual({ purged: 2_000, isComplete: true });
});
