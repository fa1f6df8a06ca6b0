// The clean-up of finished orchestrations says what it did.

import { InvocationContext } from '@azure/functions';
import { makeOperationsJobHandlers } from '../../../src/operations/job-handlers';

const timer = {
  isPastDue: false,
  schedule: { adjustForDST: true },
  scheduleStatus: { last: '', next: '', lastUpdated: '' },
};

async function run(result: { purged: number; isComplete: boolean }) {
  const lines: [string, unknown][] = [];
  const context = new InvocationContext({ logHandler: (level, ...args) => void lines.push([level, args[0]]) });
  const asked: Date[] = [];
  const purge = async (endedBefore: Date) => {
    asked.push(endedBefore);
    return result;
  };
  const now = () => new Date('2026-01-02T00:00:00.000Z');
  await makeOperationsJobHandlers({
    instancesOf: () => ({ purge }),
    retentionMs: 3_600_000,
    now,
  }).purgeFinishedInstances(timer, context);
  return { lines, asked };
}

test('purges what ended longer ago than the retention', async () => {
  const { lines, asked } = await run({ purged: 3, isComplete: true });
  expect(asked).toEqual([new Date('2026-01-01T23:00:00.000Z')]);
  expect(lines).toEqual([['information', 'Purged 3 instances that had ended before 2026-01-01T23:00:00.000Z.']]);
});

test('warns when it stops short', async () => {
  const { lines } = await run({ purged: 2_000, isComplete: false });
  expect(lines[1]).toEqual(['warning', expect.stringContaining('the next run continues')]);
});

test('says nothing when there was nothing to purge', async () => {
  expect((await run({ purged: 0, isComplete: true })).lines).toEqual([]);
});
