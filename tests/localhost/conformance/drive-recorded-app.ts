// Runs the recorded app on the local host and sends the requests that were sent to the genuine host.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { startHostProcess, temporaryFolder } from '../cli/host-process';
import { type OwnRecording, readOwnRecording, recordingFiles } from './own-recording.ts';

const app = resolve(__dirname, '../golden/app');

export interface Drive {
  /** Environment variables for the host. */
  flags?: string[];
  environment?: Record<string, string>;
  /** Sends the requests and writes them with their responses to a file. */
  run(host: { origin: string; data: string }, exchangesFile: string): Promise<void>;
}

export async function driveRecordedApp({ flags = [], environment, run }: Drive): Promise<OwnRecording> {
  const folder = temporaryFolder();
  const files = recordingFiles(folder);
  const data = join(folder, 'data');
  const host = await startHostProcess({
    app,
    flags: ['--data', data, '--azurite-port', '0', ...flags],
    environment: {
      AzureWebJobsStorage: 'UseDevelopmentStorage=true',
      RECORDING: files.invocations,
      GOLDEN_RPC_LOG: files.calls,
      ...environment,
    },
  });
  await run({ origin: host.origin, data }, files.exchanges);
  await host.stop();
  return readOwnRecording(folder);
}

/** Cases of the recorded driver by name; default all. */
export async function runDriver(origin: string, exchangesFile: string, cases: string[]): Promise<void> {
  const child = spawn(process.execPath, [join(app, 'drive.mjs'), exchangesFile], {
    env: { ...process.env, BASE: origin, ONLY: cases.join(',') },
    stdio: 'ignore',
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`The driver ended with code ${code}.`);
}
