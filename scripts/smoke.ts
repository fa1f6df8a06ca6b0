// `npm run smoke -- <url> --key …` tests a deployed shop over HTTP with the steps of the demo; exit code 0 when all of them
// succeed.

import { readFileSync } from 'node:fs';
import { StepFailed } from './demo/step';
import { summaryTable } from './demo/summary-table';
import { makeDemoPhoto } from './demo-photo';
import { makeAz } from './deploy/az';
import { showFunctionKey } from './deploy/commands';
import { readExisting } from './deploy/existing';
import { UsageError } from './deploy/options';
import { repositoryRoot } from './repository-root';
import { makeShop, type Shop, sendOnce } from './shop/shop-client';
import { parseOptions, type SmokeOptions, usage } from './smoke/options';
import { patiently } from './smoke/patiently';
import { runSmoke } from './smoke/run-smoke';

async function main(args: string[]): Promise<number> {
  const options = parseOptions(args, process.env);
  if (!options) {
    console.log(usage);
    return 0;
  }
  const shop = await findShop(options);
  const photo = options.photo === undefined ? await makeDemoPhoto() : readFileSync(options.photo);
  const rows = await runSmoke({ shop, photo, now: () => new Date(), print: console.log });
  console.log(`\n${summaryTable(rows).join('\n')}`);
  return 0;
}

async function findShop({ target }: SmokeOptions): Promise<Shop> {
  if ('url' in target) return makeShop(target.url, target.key, patiently(sendOnce));
  const az = makeAz((text) => process.stderr.write(text), repositoryRoot());
  const { deployed } = await readExisting(target, az);
  if (!deployed) throw new Error(`There is no shop "${target.environment}" in this subscription.`);
  const key = (await az(showFunctionKey(target, deployed), { quiet: true })).trim();
  return makeShop(deployed.origin, key, patiently(sendOnce));
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    const step = error instanceof StepFailed ? `\n"${error.step}" failed: ` : '';
    console.error(`${step}${error.message}${error instanceof UsageError ? ' See "npm run smoke -- --help".' : ''}`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
