// `npm run demo [-- photo.jpg]`: the whole story on a shop of its own, from an empty folder to a summary; leaves nothing behind.

import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDemoPhoto } from './demo-photo';
import { forwardSignals } from './forward-signals';
import { type LocalHost, startLocalHost } from './local-host';
import { readJpegHeader } from './shop/jpeg-header';
import { makeShop } from './shop/shop-client';
import { storageOf } from './storage-of';
import { StepFailed } from './story/step';
import { summaryTable } from './story/summary-table';
import { tellStory } from './story/tell-story';

/** Never local.settings.json: it may name a real storage account. */
const SAMPLE_SETTINGS = ['--settings', 'local.settings.sample.json'];
const LOG_LINES_SHOWN = 20;
/** What a shell says of a command that Ctrl-C has ended. */
const INTERRUPTED = 130;

async function main(photoFile: string | undefined): Promise<number> {
  const given = photoFile === undefined ? undefined : readPhoto(photoFile);
  if (given === null) return 1;
  const dataFolder = mkdtempSync(join(tmpdir(), 'cartwright-demo-'));
  const logFile = join(dataFolder, 'host.log');
  const flags = ['--port', '0', '--azurite-port', '0', '--data', dataFolder, ...SAMPLE_SETTINGS];
  const starting = startLocalHost({ flags, output: (text) => appendFileSync(logFile, text), ownProcessGroup: true });
  let interrupted = false;
  forwardSignals(() => {
    interrupted = true;
    void starting.stop();
  });
  const told = await tell(starting.started, dataFolder, given).catch((error: Error) => error);
  const code = await starting.stop();
  const failure = told ?? (code === 0 ? undefined : new Error(`the local host ended with code ${code}`));
  if (failure && !interrupted) {
    explain(failure, logFile);
    return 1;
  }
  rmSync(dataFolder, { recursive: true, force: true });
  return interrupted ? INTERRUPTED : 0;
}

/** The photo that was named; null, with the reason on the console, when it is no JPEG. */
function readPhoto(file: string): Buffer | null {
  try {
    const photo = readFileSync(file);
    readJpegHeader(photo);
    return photo;
  } catch (error) {
    console.error(`${file} cannot be used: ${(error as Error).message}`);
    return null;
  }
}

/** @throws whatever keeps the story from its good end. */
async function tell(started: Promise<LocalHost>, dataFolder: string, given?: Buffer): Promise<undefined> {
  console.log('The shop is starting on free ports, with an empty data folder.');
  const [{ origin }, photo] = await Promise.all([started, given ?? makeDemoPhoto()]);
  const rows = await tellStory({ shop: makeShop(origin), storage: storageOf(dataFolder), photo, tell: console.log });
  console.log(`\n${summaryTable(rows).join('\n')}`);
}

function explain(error: unknown, logFile: string): void {
  const step = error instanceof StepFailed ? `"${error.step}"` : 'The start';
  const log = readFileSync(logFile, { encoding: 'utf8', flag: 'a+' }).trimEnd().split('\n');
  console.error(`\n${step} failed: ${(error as Error).message}`);
  console.error(`The last lines of the host (all of them: ${logFile}):`);
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
