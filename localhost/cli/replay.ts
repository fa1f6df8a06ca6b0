// `localhost replay`: runs an orchestrator's present code over a recorded execution, with a debugger if asked, prints the
// events and names the first difference.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { waitForDebugger } from 'node:inspector';
import { loadReplayApp } from '../app/replay-app';
import { makeConsole } from '../core/logs';
import { StartupError } from '../core/startup-error';
import { readDownloadedRun } from '../taskhub/inspection/downloaded-run';
import { describeEvent, type RecordedRun } from '../taskhub/inspection/recorded-run';
import { countActions, replayRun } from '../taskhub/inspection/replay-run';
import { hideSqliteWarning } from '../taskhub/tables/hide-sqlite-warning';
import { openInspector } from './inspector';
import type { ReplayOptions } from './replay-options';

/** @returns the exit code: 1 if record and code differ. @throws StartupError for a user's mistake. */
export async function replay(options: ReplayOptions): Promise<number> {
  hideSqliteWarning();
  const console = makeConsole({ logLevel: { default: 'warning' }, colours: false });
  const app = await loadReplayApp({ ...options, logs: console });
  const run = readRun(options, app.hubName);
  const until = options.until ?? run.events.length;
  if (until > run.events.length) throw new StartupError(`The record has ${run.events.length} events, not ${until}.`);
  const replayer = app.replayer(run.name);
  run.actionCounts ??= await countActions(replayer, run);

  console.print(`Instance '${run.instanceId}' of '${run.name}', ${run.events.length} events:`);
  for (const [index, event] of run.events.slice(0, until).entries()) {
    console.print(`${String(index + 1).padStart(6)}  ${event.Timestamp}  ${describeEvent(event)}`);
  }
  for (const note of run.notes) console.print(`About the record: ${note}`);
  console.flush();
  if (options.inspectPort !== undefined) {
    openInspector(options.inspectPort);
    waitForDebugger();
  }
  const { difference, next } = await replayRun(replayer, run, until);
  if (next.length > 0) console.print(`After event ${until} the orchestrator asks for ${next.join(', ')}.`);
  console.print(difference ?? `Replayed ${until} events: no difference.`);
  console.flush();
  return difference === undefined ? 0 : 1;
}

function readRun({ target, dataFolder, version }: ReplayOptions, hubName: string): RecordedRun {
  if (existsSync(target) && statSync(target).isFile()) {
    return readDownloadedRun(readFileSync(target, 'utf8'), version);
  }
  // Loads node:sqlite, after its warning was hidden.
  const { readStoredRun } =
    require('../taskhub/inspection/stored-run') as typeof import('../taskhub/inspection/stored-run');
  return readStoredRun(dataFolder, hubName, target);
}
