// One load of an app in a process of its own, without emulator and host.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LoadedApp } from './load-app';

const run = promisify(execFile);
const mostOutput = 50_000_000;

/** @param settings of the app. */
export async function loadOnce(appFolder: string, settings: Record<string, string>): Promise<LoadedApp> {
  const { AzureWebJobsStorage: _own, ...environment } = process.env;
  const { stdout } = await run(process.execPath, [join(__dirname, 'load-app.js'), appFolder], {
    env: { ...environment, ...settings },
    maxBuffer: mostOutput,
  });
  return JSON.parse(stdout);
}
