// The end-to-end tests against a host of the rehearsal, with the time that each test file took.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { repositoryRoot } from '../../scripts/repository-root';
import { type FlexHostOptions, withFlexHost } from './flex-host';
import { makeFindings, type Outcome } from './outcome';

/** Those that use the given host only. */
const files = [
  'bad-input',
  'carts',
  'catalog',
  'idempotency',
  'orders',
  'owner-view',
  'picture-operations',
  'pictures',
  'starter',
];

interface Run {
  isGood: boolean;
  /** Seconds by file. */
  seconds: Map<string, number>;
  passed: number;
  failed: number;
  failures: string[];
}

interface JestReport {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    startTime: number;
    endTime: number;
    message: string;
    assertionResults: { status: string; fullName: string }[];
  }[];
}

const hosts: [string, FlexHostOptions][] = [
  ['without --flex', { cartStore: 'cosmos' }],
  ['cosmos, --flex', { cartStore: 'cosmos', flex: '' }],
  ['entity, always ready', { cartStore: 'entity', flex: 'always-ready', pollingInterval: '00:00:01' }],
];

export async function endToEnd(): Promise<Outcome> {
  const { outcome, say, expect } = makeFindings('The end-to-end tests, in seconds');
  const runs: Run[] = [];
  const waits: string[] = [];
  for (const [name, options] of hosts) {
    process.stderr.write(`end-to-end tests: ${name}\n`);
    await withFlexHost(options, async ({ origin, storage, status }) => {
      const run = await runJest({ E2E_BASE_URL: origin, E2E_STORAGE: storage });
      runs.push(run);
      expect(`${name}: ${run.passed} passed, ${run.failed} failed`, run.isGood);
      for (const failure of run.failures) say(failure);
      if (options.flex === undefined) return;
      const { served, waitedForPoll } = (await status()).requests.anonymous;
      waits.push(`${name}: ${waitedForPoll} of ${served} customers' requests waited for a poll`);
      if (options.cartStore === 'cosmos') expect(`${waits.at(-1)} (none)`, waitedForPoll === 0);
      else say(waits.at(-1) ?? '');
    });
  }
  say(`${''.padEnd(20)}${hosts.map(([name]) => name.padStart(22)).join('')}`);
  for (const file of files) {
    const cells = runs.map(({ seconds }) => (seconds.get(file) ?? Number.NaN).toFixed(1).padStart(22));
    say(`${file.padEnd(20)}${cells.join('')}`);
  }
  return outcome;
}

async function runJest(environment: Record<string, string>): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'flex-jest-'));
  const outputFile = join(folder, 'report.json');
  const pattern = `tests/e2e/(${files.join('|')})\\.test`;
  const args = ['--selectProjects', 'e2e', '--testPathPatterns', pattern, '--json', '--outputFile', outputFile];
  try {
    const jest = spawn(process.execPath, [require.resolve('jest/bin/jest'), ...args], {
      cwd: repositoryRoot(),
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await once(jest, 'close');
    return runOf(JSON.parse(readFileSync(outputFile, 'utf8')) as JestReport);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runOf({ success, numPassedTests, numFailedTests, testResults }: JestReport): Run {
  const nameOf = (path: string) => basename(path, '.test.ts');
  const failures = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => `failed: ${fullName}`),
  );
  return {
    isGood: success,
    passed: numPassedTests,
    failed: numFailedTests,
    failures,
    seconds: new Map(testResults.map((file) => [nameOf(file.name), (file.endTime - file.startTime) / 1_000])),
  };
}
