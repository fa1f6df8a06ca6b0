// The timer of the sweeps: each runs, whatever becomes of the others, and the log says what was found.

import { makeSweepHandlers } from '../../../src/operations/sweep-handlers';
import { aContext } from '../../helpers/picture-studio';

const idle = async () => ({ handled: [], failed: [] });

test('an idle run logs nothing', async () => {
  const { context, lines } = aContext();
  await makeSweepHandlers([idle, idle]).sweepUploads({}, context);
  expect(lines).toEqual([]);
});

test('what was found and what failed is logged', async () => {
  const { context, lines } = aContext();
  const found = async () => ({ handled: ['uploads/a'], failed: [{ what: 'uploads/b', error: new Error('away') }] });
  await makeSweepHandlers([found]).sweepUploads({}, context);
  expect(lines).toEqual([
    'warning uploads/a: no event came for it; it is handled now.',
    'error uploads/b stays for the next run: Error: away',
  ]);
});

test('a sweep that fails fails the run, after the others have run', async () => {
  const { context, lines } = aContext();
  const broken = () => Promise.reject(new Error('away'));
  const found = async () => ({ handled: ['uploads/a'], failed: [] });
  const run = makeSweepHandlers([broken, found]).sweepUploads({}, context);
  await expect(run).rejects.toThrow('1 of 2 sweeps failed');
  expect(lines).toHaveLength(1);
});
