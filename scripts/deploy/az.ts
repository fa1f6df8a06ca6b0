// Runs the Azure CLI: its output comes back, what it says meanwhile goes to the console.

import { spawn } from 'node:child_process';
import type { AzCommand } from './commands';

export interface AzCall {
  /** Added to the environment of the call: for what must not stand in a list of processes. */
  environment?: Record<string, string>;
  /** Standard output goes to the console instead of coming back. */
  shown?: boolean;
  /** Standard error comes back with a failure only: the caller tells of it. */
  quiet?: boolean;
}

/** One call; answers with what it printed. @throws AzMissing or AzFailed. */
export type Az = (command: AzCommand, call?: AzCall) => Promise<string>;

export class AzMissing extends Error {
  override readonly name = 'AzMissing';

  constructor() {
    super('The Azure CLI (az) is not there. Install it: https://learn.microsoft.com/cli/azure/install-azure-cli');
  }
}

export class AzFailed extends Error {
  override readonly name = 'AzFailed';

  constructor(
    command: AzCommand,
    readonly exitCode: number,
    /** What the call wrote to standard error. */
    readonly said: string,
  ) {
    super(`az ${command.slice(0, 3).join(' ')} ended with code ${exitCode}: ${lastWords(said)}`);
  }
}

/** `tell` gets what the CLI writes to standard error, and the output of calls that are shown. */
export function makeAz(tell: (text: string) => void, workingFolder: string): Az {
  return (command, { environment = {}, shown = false, quiet = false } = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn('az', command, {
        cwd: workingFolder,
        env: withoutEmpty({ ...process.env, ...environment }),
        stdio: ['ignore', 'pipe', 'pipe'],
        // There it is az.cmd, which only a shell starts.
        shell: process.platform === 'win32',
      });
      let printed = '';
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        if (shown) tell(text);
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (!quiet) tell(text);
      });
      child.once('error', (error: NodeJS.ErrnoException) => {
        reject(error.code === 'ENOENT' ? new AzMissing() : error);
      });
      child.once('close', (code) => {
        if (code === 0) resolve(printed);
        else reject(new AzFailed(command, code ?? 1, said));
      });
    });
}

/** A parameter file has a default for a variable that does not exist; one that exists and is empty it would take. */
function withoutEmpty(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}

/** The CLI's errors are long; what went wrong stands in the line that says ERROR, else in the last one. */
function lastWords(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  return (lines.findLast((line) => line.startsWith('ERROR')) ?? lines.at(-1) ?? 'it said nothing').trim();
}
