// `npm run azd:secrets`, which azd calls before it creates resources. It adds the values that infra/main.bicepparam needs
// and azd lacks to azd's environment. Later deployments reuse them.

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AzFailed, AzMissing, makeAz } from './deploy/az';
import { firstOfMonth, readBudgetStart } from './deploy/existing';
import { secretNames } from './deploy/variables';
import { repositoryRoot } from './repository-root';

const RANDOM_BYTES = 48;

async function main(): Promise<number> {
  const secrets = secretNames.map((name) => [name, randomBytes(RANDOM_BYTES).toString('base64url')] as const);
  const start = await budgetStart();
  const missing = [
    ...secrets.filter(([name]) => !process.env[name]),
    ...(process.env.BUDGET_START_DATE === start ? [] : [['BUDGET_START_DATE', start] as const]),
  ];
  if (missing.length === 0) return 0;
  const names = missing.map(([name]) => name).join(', ');
  const failure = putIntoAzd(missing.map(([name, value]) => `${name}="${value}"\n`).join(''));
  console.log(failure ? `azd env set of ${names} failed: ${failure}` : `Added to azd's environment: ${names}.`);
  return failure ? 1 : 0;
}

/** That of the existing budget, else this month: a date that a failed provisioning has left behind is refused a month later. */
async function budgetStart(): Promise<string> {
  const az = makeAz((text) => process.stderr.write(text), repositoryRoot());
  const { AZURE_ENV_NAME: name = 'dev', AZURE_SUBSCRIPTION_ID: subscription } = process.env;
  try {
    return (await readBudgetStart({ environment: name, ...(subscription && { subscription }) }, az)) ?? thisMonth();
  } catch (error) {
    if (!(error instanceof AzMissing || error instanceof AzFailed)) throw error;
    console.log(`The budget could not be looked up, so its start stays as it is: ${error.message}`);
    return process.env.BUDGET_START_DATE || thisMonth();
  }
}

const thisMonth = () => firstOfMonth(new Date());

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

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
