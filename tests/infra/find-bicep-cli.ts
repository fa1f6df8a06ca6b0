// Where the Bicep CLI is, in the one version that the snapshots were made with: a package in NuGet's folder, or BICEP_PATH.

import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export type BicepCli = { path: string } | { missing: string };

/** @returns the path of the CLI, or a sentence that says what is missing and what to do about it. */
export function findBicepCli(environment: NodeJS.ProcessEnv = process.env): BicepCli {
  const version = wantedVersion();
  const given = environment.BICEP_PATH;
  if (given) {
    return existsSync(given) ? { path: given } : { missing: `BICEP_PATH names ${given}, which does not exist.` };
  }
  const packages = environment.NUGET_PACKAGES ?? join(homedir(), '.nuget', 'packages');
  const name = `azure.bicep.commandline.${platform()}`;
  const path = join(packages, name, version, 'tools', process.platform === 'win32' ? 'bicep.exe' : 'bicep');
  if (existsSync(path)) return { path };
  return {
    missing: `the Bicep CLI ${version} is not at ${path}; \`npm run bicep:restore\` fetches it (with the .NET SDK).`,
  };
}

/**
 * @returns the line that says that the infrastructure is not tested here, or undefined where it is.
 * @throws Error with that line in continuous integration, where it has to be tested.
 */
export function lineWhenMissing(cli: BicepCli, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  if ('path' in cli) return undefined;
  const line = `INFRASTRUCTURE NOT TESTED: ${cli.missing}`;
  if (environment.CI === 'true') throw new Error(line);
  return line;
}

function wantedVersion(): string {
  const project = readFileSync(join(__dirname, 'bicep-cli', 'bicep-cli.csproj'), 'utf8');
  const version = /Version="\[([\d.]+)\]"/.exec(project)?.[1];
  if (!version) throw new Error('bicep-cli.csproj names no version in brackets.');
  return version;
}

/** In NuGet's words. */
function platform(): string {
  const systems: Partial<Record<NodeJS.Platform, string>> = { darwin: 'osx', win32: 'win' };
  return `${systems[process.platform] ?? process.platform}-${process.arch}`;
}
