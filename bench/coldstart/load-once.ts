// Loads an app once in its own process, without an emulator or a host.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LoadedApp } from './load-app';

const run = promisify(execFile);
const maxOutputBytes = 50_000_000;

/** @param settings the app's settings. */
export async function loadOnce(appFolder: string, settings: Record<string, string>): Promise<LoadedApp> {
  const { AzureWebJobsStorage: _own, ...environment } = process.env;
  const { stdout } = await run(process.execPath, [join(__dirname, 'load-app.js'), appFolder], {
    env: { ...environment, ...settings },
    maxBuffer: maxOutputBytes,
  });
  return JSON.parse(stdout);
}
