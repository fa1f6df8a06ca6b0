// `npm run azd:secrets`, called by azd before it makes resources: what infra/main.bicepparam reads and azd does not know is
// put into azd's environment, once. Every later deployment finds it there.

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secretNames } from './deploy/variables';

const RANDOM_BYTES = 48;

function main(): number {
  const wanted = {
    ...Object.fromEntries(secretNames.map((name) => [name, randomBytes(RANDOM_BYTES).toString('base64url')])),
    BUDGET_START_DATE: `${new Date().toISOString().slice(0, 7)}-01`,
  };
  const missing = Object.entries(wanted).filter(([name]) => !process.env[name]);
  if (missing.length === 0) return 0;
  const names = missing.map(([name]) => name).join(', ');
  const failure = putIntoAzd(missing.map(([name, value]) => `${name}="${value}"\n`).join(''));
  console.log(failure ? `azd env set of ${names} failed: ${failure}` : `Put into azd's environment: ${names}.`);
  return failure ? 1 : 0;
}

/** By a file that only we may read: arguments stand in the list of processes. @returns what went wrong, if anything. */
function putIntoAzd(lines: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-azd-'));
  try {
    const file = join(folder, 'secrets.env');
    writeFileSync(file, lines, { mode: 0o600 });
    const { error, status } = spawnSync('azd', ['env', 'set', '--file', file], { stdio: 'inherit' });
    if (error) return error.message;
    return status === 0 ? undefined : `code ${status}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

process.exitCode = main();
