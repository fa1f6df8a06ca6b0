// `npm run azd:secrets`, called by azd before it makes resources: what infra/main.bicepparam reads and azd does not know is
// put into azd's environment, once. Every later deployment finds it there.

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { secretNames } from './deploy/variables';

const RANDOM_BYTES = 48;

function main(): number {
  const wanted = {
    ...Object.fromEntries(secretNames.map((name) => [name, randomBytes(RANDOM_BYTES).toString('base64url')])),
    BUDGET_START_DATE: `${new Date().toISOString().slice(0, 7)}-01`,
  };
  for (const [name, value] of Object.entries(wanted)) {
    if (process.env[name]) continue;
    const { error, status } = spawnSync('azd', ['env', 'set', name, value], { stdio: 'inherit' });
    if (error || status !== 0) {
      console.error(`azd env set ${name} failed: ${error?.message ?? `code ${status}`}`);
      return 1;
    }
    console.log(`${name} was put into azd's environment.`);
  }
  return 0;
}

process.exitCode = main();
