// `npm run deploy -- --env dev` deploys the shop's resources, code and event subscription to Azure. It first shows the plan
// and the cost.

import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { AzFailed, AzMissing, makeAz } from './deploy/az';
import { costsOf } from './deploy/costs';
import type { DeployParts } from './deploy/deploy-parts';
import { type DeployOptions, parseOptions, UsageError, usage } from './deploy/options';
import { planText } from './deploy/plan-text';
import { deploy, findShop, NotLoggedIn, preview, readAccount } from './deploy/run-deploy';
import { packageApp } from './package/package-app';
import { repositoryRoot } from './repository-root';

const WAKE_TIMEOUT_MS = 30_000;

async function main(args: string[]): Promise<number> {
  const options = parseOptions(args, process.env);
  if (!options) {
    console.log(usage);
    return 0;
  }
  const az = makeAz((text) => process.stderr.write(text), repositoryRoot());
  const account = await readAccount(options, az);
  const parts: DeployParts = {
    az,
    packageApp: makePackage,
    wake,
    environment: process.env,
    now: () => new Date(),
    sleep: (ms) => sleep(ms),
    print: (line) => console.log(line),
  };
  const shop = await findShop(options, parts);
  console.log(planText(shop, account, costsOf(options.environment)).join('\n'));
  if (options.whatIf) {
    await preview(shop, parts);
    console.log('\nNothing was changed.');
    return 0;
  }
  if (!(await agreed(options))) return 1;
  const { origin } = await deploy(shop, parts);
  const subscription = options.subscription === undefined ? '' : ` --subscription ${options.subscription}`;
  console.log(`\nThe shop "${options.environment}" is deployed. Its health is at ${origin}/api/health. To test it:`);
  console.log(`  npm run smoke -- --env ${options.environment}${subscription}`);
  return 0;
}

async function makePackage(): Promise<string> {
  const { zip, bytes, sha256 } = await packageApp();
  console.log(`    ${zip}, ${bytes} bytes, sha256 ${sha256}`);
  return zip;
}

/** Any response will do: it means that an instance has started. */
async function wake(origin: string): Promise<string> {
  try {
    const response = await fetch(`${origin}/api/health`, { signal: AbortSignal.timeout(WAKE_TIMEOUT_MS) });
    return `status ${response.status}`;
  } catch (error) {
    const { message, cause } = error as Error;
    return cause instanceof Error ? `${message}: ${cause.message}` : message;
  }
}

async function agreed({ yes }: DeployOptions): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY)
    throw new UsageError(
      'This is not a terminal, so there is no way to ask: add --yes, or --what-if to change nothing.',
    );
  const dialogue = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await dialogue.question('Continue? [y/N] ').finally(() => dialogue.close());
  return /^y(es)?$/i.test(answer.trim());
}

function explain(error: unknown): number {
  const { message } = error as Error;
  console.error(error instanceof UsageError ? `${message} See "npm run deploy -- --help".` : message);
  return error instanceof UsageError || error instanceof AzMissing || error instanceof NotLoggedIn ? 2 : 1;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.exitCode = explain(error);
    if (error instanceof AzFailed) console.error('It is safe to run the same command again.');
  },
);
