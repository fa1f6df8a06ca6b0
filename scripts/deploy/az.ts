// Runs the Azure CLI: returns its standard output and prints its standard error.

import { spawn } from 'node:child_process';
import type { AzCommand } from './commands';

export interface AzCall {
  /** Extra environment variables, for values that must not appear in the process list. */
  environment?: Record<string, string>;
  /** Also prints standard output. */
  shown?: boolean;
  /** Does not print standard error; it is part of the error if the call fails. */
  quiet?: boolean;
}

/** Runs one command and returns its standard output. @throws AzMissing or AzFailed. */
export type Az = (command: AzCommand, call?: AzCall) => Promise<string>;

export class AzMissing extends Error {
  override readonly name = 'AzMissing';

  constructor() {
    super('The Azure CLI (az) is not installed. See https://learn.microsoft.com/cli/azure/install-azure-cli');
  }
}

export class AzFailed extends Error {
  override readonly name = 'AzFailed';

  constructor(
    command: AzCommand,
    readonly exitCode: number,
    readonly stderr: string,
  ) {
    super(`az ${command.slice(0, 3).join(' ')} exited with code ${exitCode}: ${errorLine(stderr)}`);
  }
}

/** `print` receives the CLI's standard error, and the output of calls with `shown`. */
export function makeAz(print: (text: string) => void, workingFolder: string): Az {
  return (command, { environment = {}, shown = false, quiet = false } = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn('az', command, {
        cwd: workingFolder,
        env: withoutEmpty({ ...process.env, ...environment }),
        stdio: ['ignore', 'pipe', 'pipe'],
        // On Windows it is az.cmd, which needs a shell.
        shell: process.platform === 'win32',
      });
      let printed = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        if (shown) print(text);
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
        if (!quiet) print(text);
      });
      child.once('error', (error: NodeJS.ErrnoException) => {
        reject(error.code === 'ENOENT' ? new AzMissing() : error);
      });
      child.once('close', (code) => {
        if (code === 0) resolve(printed);
        else reject(new AzFailed(command, code ?? 1, stderr));
      });
    });
}

/** A parameter file uses its default only for a variable that is not set, so empty ones are removed. */
function withoutEmpty(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}

/** The CLI's errors are long; the reason is in the line that starts with ERROR, else in the last one. */
function errorLine(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return (lines.findLast((line) => line.startsWith('ERROR')) ?? lines.at(-1) ?? 'no message').trim();
}
