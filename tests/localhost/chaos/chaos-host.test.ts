import { execFile } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const repository = resolve(__dirname, '../../..');
const built = dirname(dirname(process.env.LOCALHOST_CLI ?? join(repository, 'dist/localhost/index.js')));
const script = join(built, 'bench/chaos-host/chaos-host.js');

interface Failed {
  stdout: string;
}

/** The script's lines, whatever its exit code. */
async function chaos(...flags: string[]): Promise<string[]> {
  const run = promisify(execFile)(process.execPath, [script, ...flags], { cwd: repository });
  const { stdout } = await run.catch((error: Failed) => error);
  return stdout.trim().split('\n');
}

it('completes every instance as planned, with exact sums and no result used twice, however often the host is killed', async () => {
  const lines = await chaos('--quick');
  // On failure the lines include the seed and all violations.
  expect(lines).toEqual([expect.stringMatching(/^Seed \d+: 60 instances, 5 kills\.$/), expect.stringMatching(/^{/)]);
  const { violations, activityRuns, resultsUsed } = JSON.parse(lines[1] ?? '') as Record<string, number>;
  expect(violations).toBe(0);
  expect(resultsUsed).toBeGreaterThan(100);
  expect(activityRuns).toBeGreaterThan(resultsUsed ?? 0);
}, 120_000);
