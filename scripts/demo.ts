// `npm run demo [-- photo.jpg]`: the whole story on a shop of its own, from an empty folder to a summary; leaves nothing behind.

import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDemoPhoto } from './demo-photo';
import { forwardSignals } from './forward-signals';
import { startLocalHost } from './local-host';
import { settingsFlags } from './settings-flags';
import { makeShop } from './shop/shop-client';
import { storageOf } from './storage-of';
import { StepFailed } from './story/step';
import { summaryTable } from './story/summary-table';
import { tellStory } from './story/tell-story';

const LOG_LINES_SHOWN = 30;

async function main(): Promise<number> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'cartwright-demo-'));
  const logFile = join(dataFolder, 'host.log');
  const flags = ['--port', '0', '--azurite-port', '0', '--data', dataFolder, ...settingsFlags()];
  const starting = startLocalHost({ flags, output: (text) => appendFileSync(logFile, text), ownProcessGroup: true });
  let interrupted = false;
  forwardSignals(() => {
    interrupted = true;
    void starting.stop();
  });
  try {
    console.log('The shop is starting on free ports, with an empty data folder.');
    const host = await starting.started;
    const storage = storageOf(dataFolder);
    const rows = await tellStory({ shop: makeShop(host.origin), storage, photo: await photo(), tell: console.log });
    console.log(`\n${summaryTable(rows).join('\n')}`);
  } catch (error) {
    await starting.stop();
    if (!interrupted) explain(error, logFile);
    else rmSync(dataFolder, { recursive: true, force: true });
    return interrupted ? 130 : 1;
  }
  const code = await starting.stop();
  rmSync(dataFolder, { recursive: true, force: true });
  return code;
}

async function photo(): Promise<Buffer> {
  const given = process.argv[2];
  return given === undefined ? makeDemoPhoto() : readFileSync(given);
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

void main().then((code) => {
  process.exitCode = code;
});
