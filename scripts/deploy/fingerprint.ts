// Summarizes what the resources of a shop are made from, so that a deployment that changes nothing can leave them alone: each
// deployment of resources restarts the app.

import { createHmac } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../repository-root';
import { parameterFiles } from './commands';
import type { EnvironmentName } from './options';
import { readParameterFile } from './parameter-file';

/** They differ from one deployment to the next without a change of the shop. */
const notCompared = ['BUDGET_START_DATE', 'RESOURCES_FINGERPRINT'];

/**
 * A text that changes with the templates, the parameter file, and the variables that it reads. Azure keeps it in plain text, so it
 * is keyed with the session secret: nobody can try out values of the other secrets.
 */
export function fingerprintOf(
  name: EnvironmentName,
  environment: NodeJS.ProcessEnv,
  root: string = repositoryRoot(),
): string {
  const files = ['infra/bicepconfig.json', parameterFiles[name], ...globSync('infra/**/*.bicep', { cwd: root })].sort();
  const read = readParameterFile(name).variables.filter((variable) => !notCompared.includes(variable));
  const made = [
    ...files.map((file) => [file, readFileSync(join(root, file), 'utf8')]),
    ...[...new Set(read)].sort().map((variable) => [variable, environment[variable] ?? '']),
  ];
  return createHmac('sha256', environment.SESSION_SECRET ?? '')
    .update(JSON.stringify(made))
    .digest('hex');
}
