// Installs the test app with one pair of library versions, in a folder that is kept from run to run.

import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { fixture } from '../localhost/cli/host-process';
import type { Pair } from './versions';

const cache = resolve(__dirname, '../../node_modules/.cache/localhost-libraries');

/** @returns the app's folder. @throws when npm cannot install the packages. */
export async function installed({ functions, durable }: Pair): Promise<string> {
  const folder = join(cache, `functions-${functions}-durable-${durable}`);
  if (!existsSync(join(folder, 'node_modules'))) await install(folder, functions, durable);
  cpSync(fixture('library-app'), folder, { recursive: true });
  return folder;
}

/** Installs beside the folder first: a run that is cut short leaves no half of it. */
async function install(folder: string, functions: string, durable: string): Promise<void> {
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const packages = [`@azure/functions@${functions}`, `durable-functions@${durable}`];
  const flags = ['--no-audit', '--no-fund', '--no-save', '--ignore-scripts', '--legacy-peer-deps', '--prefix', draft];
  await promisify(execFile)('npm', ['install', ...flags, ...packages]);
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
}
