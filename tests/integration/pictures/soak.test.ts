// A short soak of the jimp engine in a process of its own: threads end and start, and the process lives. `npm run soak:pictures`
// is the long form.

import { spawnSync } from 'node:child_process';

it('renders a hundred pictures in threads that come and go', () => {
  const args = ['dist/bench/pictures/soak.js', '--small', '120', '--large', '2'];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`It ended with ${status ?? signal}: ${stderr}`);
  const { pictures, threadsStarted } = JSON.parse(stdout);
  expect(pictures).toBe(122);
  expect(threadsStarted).toBeGreaterThan(4);
}, 120_000);
