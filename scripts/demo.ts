// `npm run demo [-- photo.jpg]` starts a shop in a temporary folder, runs the main use cases over HTTP, prints a summary,
// and removes everything it created.

import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { azuriteConnectionString } from './azurite-connection';
import { runDemo } from './demo/run-demo';
import { StepFailed } from './demo/step';
import { summaryTable } from './demo/summary-table';
import { makeDemoPhoto } from './demo-photo';
import { forwardSignals } from './forward-signals';
import { type LocalHost, startLocalHost } from './local-host';
import { newShopFlags } from './new-shop-flags';
import { readJpegHeader } from './shop/jpeg-header';
import { makeShop } from './shop/shop-client';

const LOG_LINES_SHOWN = 20;
/** The exit code for a command ended by Ctrl-C. */
const INTERRUPTED = 130;

async function main(photoFile: string | undefined): Promise<number> {
  const given = photoFile === undefined ? undefined : readPhoto(photoFile);
  if (given === null) return 1;
  const dataFolder = mkdtempSync(join(tmpdir(), 'cartwright-demo-'));
  const logFile = join(dataFolder, 'host.log');
  const flags = newShopFlags(dataFolder);
  const starting = startLocalHost({ flags, output: (text) => appendFileSync(logFile, text), ownProcessGroup: true });
  let interrupted = false;
  forwardSignals(() => {
    interrupted = true;
    void starting.stop();
  });
  const error = await run(starting.started, dataFolder, given).catch((error: Error) => error);
  const code = await starting.stop();
  const failure = error ?? (code === 0 ? undefined : new Error(`the local host exited with code ${code}`));
  if (failure && !interrupted) {
    explain(failure, logFile);
    return 1;
  }
  rmSync(dataFolder, { recursive: true, force: true });
  return interrupted ? INTERRUPTED : 0;
}

/** Null when the file is not a JPEG; the reason is printed. */
function readPhoto(file: string): Buffer | null {
  try {
    const photo = readFileSync(file);
    readJpegHeader(photo);
    return photo;
  } catch (error) {
    console.error(`Cannot use ${file}: ${(error as Error).message}`);
    return null;
  }
}

/** @throws when the host does not start or a step fails. */
async function run(started: Promise<LocalHost>, dataFolder: string, given?: Buffer): Promise<undefined> {
  console.log('Starting the shop on free ports with an empty data folder.');
  const [{ origin }, photo] = await Promise.all([started, given ?? makeDemoPhoto()]);
  const rows = await runDemo({
    shop: makeShop(origin),
    storage: azuriteConnectionString(dataFolder),
    photo,
    print: console.log,
  });
  console.log(`\n${summaryTable(rows).join('\n')}`);
}

function explain(error: unknown, logFile: string): void {
  const step = error instanceof StepFailed ? `"${error.step}"` : 'Starting the shop';
  const log = readFileSync(logFile, { encoding: 'utf8', flag: 'a+' }).trimEnd().split('\n');
  console.error(`\n${step} failed: ${(error as Error).message}`);
  console.error(`The last lines of the host's log (full log: ${logFile}):`);
  console.error(
    log
      .slice(-LOG_LINES_SHOWN)
      .map((line) => `  ${line}`)
      .join('\n'),
  );
}

void main(process.argv[2]).then((code) => {
  process.exitCode = code;
});
