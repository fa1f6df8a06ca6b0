// `npm run demo [-- photo.jpg]` starts a shop in a temporary folder, runs the main use cases over HTTP and prints a summary. In a
// terminal the shop then stays open to be looked at; at the end everything that it created is removed.

import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { azuriteConnectionString } from './azurite-connection';
import { withDemoSample } from './demo/demo-readme';
import { runDemo } from './demo/run-demo';
import { StepFailed } from './demo/step';
import { summaryTable } from './demo/summary-table';
import { makeDemoPhoto } from './demo-photo';
import { forwardSignals } from './forward-signals';
import { type LocalHost, startLocalHost } from './local-host';
import { newShopFlags } from './new-shop-flags';
import { repositoryRoot } from './repository-root';
import { readPictureHeader } from './shop/picture-header';
import { makeShop } from './shop/shop-client';
import { pageLines } from './start/start-screen';

const LOG_LINES_SHOWN = 20;
const howToOpen = `Look at a shop in a browser: run npm start, then open
  http://localhost:7071/         the storefront
  http://localhost:7071/console  the console`;
/** The exit code for a command ended by Ctrl-C. */
const INTERRUPTED = 130;

interface DemoOptions {
  photo: Buffer | undefined;
  /** Write the summary into README. */
  readme: boolean;
  /** Keep the shop open until Ctrl-C. */
  open: boolean;
}

async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (!options) return 1;
  const dataFolder = mkdtempSync(join(tmpdir(), 'cartwright-demo-'));
  const logFile = join(dataFolder, 'host.log');
  const flags = newShopFlags(dataFolder);
  const starting = startLocalHost({ flags, output: (text) => appendFileSync(logFile, text), ownProcessGroup: true });
  let interrupted = false;
  let isOpen = false;
  forwardSignals(() => {
    interrupted = !isOpen;
    void starting.stop();
  });
  const opened = () => {
    isOpen = true;
  };
  const error = await run(starting.started, dataFolder, options, opened).catch((error: Error) => error);
  const code = await starting.stop();
  const failure = error ?? (code === 0 ? undefined : new Error(`the local host exited with code ${code}`));
  if (failure && !interrupted) {
    explain(failure, logFile);
    return 1;
  }
  rmSync(dataFolder, { recursive: true, force: true });
  return interrupted ? INTERRUPTED : 0;
}

/** Undefined when the arguments or the picture are of no use; the reason is printed. */
function readOptions(args: string[]): DemoOptions | undefined {
  let file: string | undefined;
  try {
    const options = { readme: { type: 'boolean', default: false }, open: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    [file] = positionals;
    const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
    const open = values.open ?? (isTerminal && !values.readme);
    return { photo: file === undefined ? undefined : readPhoto(file), readme: values.readme, open };
  } catch (error) {
    console.error(`${file === undefined ? '' : `Cannot use ${file}: `}${(error as Error).message}`);
    return undefined;
  }
}

/** @throws when the file is no picture that the shop takes. */
function readPhoto(file: string): Buffer {
  const photo = readFileSync(file);
  readPictureHeader(photo);
  return photo;
}

/** @throws when the host does not start or a step fails. */
async function run(
  started: Promise<LocalHost>,
  dataFolder: string,
  { photo, readme, open }: DemoOptions,
  opened: () => void,
): Promise<undefined> {
  console.log('Starting the shop on free ports with an empty data folder.');
  const [{ origin, ended }, bytes] = await Promise.all([started, photo ?? makeDemoPhoto()]);
  const rows = await runDemo({
    shop: makeShop(origin),
    storage: azuriteConnectionString(dataFolder),
    photo: bytes,
    print: console.log,
  });
  console.log(`\n${summaryTable(rows).join('\n')}`);
  if (readme) {
    const page = join(repositoryRoot(), 'README.md');
    writeFileSync(page, withDemoSample(readFileSync(page, 'utf8'), rows));
  }
  if (!open) {
    console.log(`\n${howToOpen}`);
    return;
  }
  opened();
  console.log(`\nThe shop stays open until Ctrl-C, which removes it:\n\n${pageLines(origin).join('\n')}\n`);
  await ended;
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

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
