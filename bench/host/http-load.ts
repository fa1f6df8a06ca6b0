// Puts load on an HTTP function from a separate process, so that it does not slow down the measuring one.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LoadResult } from './load-generator';

const run = promisify(execFile);

/** @returns requests per second. @throws when a response is not 200. */
export async function httpLoad(url: string, connections: number, seconds: number): Promise<number> {
  const script = join(__dirname, 'load-generator.js');
  const { stdout } = await run(process.execPath, [script, url, String(connections), String(seconds)]);
  const { perSecond, failed } = JSON.parse(stdout) as LoadResult;
  if (failed > 0) throw new Error(`${failed} requests to ${url} did not return 200.`);
  return perSecond;
}
