// Runs a command to its end and returns its output, for tests of what users see on the console.

import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Non-empty lines of both streams. */
  lines: string[];
}

const LIMIT_MS = 60_000;

/** Runs a Node script. After 60 s it is killed, and its code is null. */
export async function runUntilEnd(script: string, args: string[], cwd: string, env = process.env): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(limit);
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  return { code, stdout, stderr, lines };
}
