// `npm run azd:secrets`, which azd calls before it creates resources. It adds the values that infra/main.bicepparam needs
// and azd lacks to azd's environment. Later deployments reuse them.

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
  console.log(failure ? `azd env set of ${names} failed: ${failure}` : `Added to azd's environment: ${names}.`);
  return failure ? 1 : 0;
}

/** Passes the values in a file readable by this user only: the process list shows arguments. @returns the error, if any. */
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
