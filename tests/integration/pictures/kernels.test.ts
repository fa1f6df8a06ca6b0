// The kernels' text in src is what their source compiles to.

import { spawnSync } from 'node:child_process';

it('the text of each kernel is up to date', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build-kernels.mjs', '--check'], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
