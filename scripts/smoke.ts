// `npm run smoke -- <url> --key …`: the demo's story against a deployed shop, over HTTP alone; 0 when all of it held.

import { readFileSync } from 'node:fs';
import { makeDemoPhoto } from './demo-photo';
import { makeAz } from './deploy/az';
import { showFunctionKey } from './deploy/commands';
import { WrongUse } from './deploy/options';
import { readRecord } from './deploy/run-deploy';
import { repositoryRoot } from './repository-root';
import { makeShop, type Shop } from './shop/shop-client';
import { parseOptions, type SmokeOptions, usage } from './smoke/options';
import { tellSmoke } from './smoke/tell-smoke';
import { StepFailed } from './story/step';
import { summaryTable } from './story/summary-table';

async function main(args: string[]): Promise<number> {
  const options = parseOptions(args, process.env);
  if (!options) {
    console.log(usage);
    return 0;
  }
  const shop = await findShop(options);
  const photo = options.photo === undefined ? await makeDemoPhoto() : readFileSync(options.photo);
  const rows = await tellSmoke({ shop, photo, now: () => new Date(), tell: console.log });
  console.log(`\n${summaryTable(rows).join('\n')}`);
  return 0;
}

async function findShop({ target }: SmokeOptions): Promise<Shop> {
  if ('url' in target) return makeShop(target.url, target.key);
  const az = makeAz((text) => process.stderr.write(text), repositoryRoot());
  const { deployed } = await readRecord(target, az);
  if (!deployed) throw new Error(`There is no shop "${target.environment}" in this subscription.`);
  return makeShop(deployed.origin, (await az(showFunctionKey(target, deployed), { quiet: true })).trim());
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    const step = error instanceof StepFailed ? `\n"${error.step}" failed: ` : '';
    console.error(`${step}${error.message}${error instanceof WrongUse ? ' See "npm run smoke -- --help".' : ''}`);
    process.exitCode = error instanceof WrongUse ? 2 : 1;
  },
);
