// Finds the Bicep CLI in the version that made the snapshots: in NuGet's package folder, or at BICEP_PATH.

import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export type BicepCli = { path: string } | { missing: string };

/** @returns the path of the CLI, or a message that says what is missing and how to get it. */
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
 * @returns the warning that the infrastructure is not tested, or undefined if it is.
 * @throws Error with that warning in continuous integration, where it must be tested.
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

/** The platform in NuGet's notation. */
function platform(): string {
  const systems: Partial<Record<NodeJS.Platform, string>> = { darwin: 'osx', win32: 'win' };
  return `${systems[process.platform] ?? process.platform}-${process.arch}`;
}
