// The types of the typed client, made from the API's description by openapi-typescript, which needs the compiler API of
// TypeScript 5 and so runs in a folder of its own. `npm run api:client` writes them; a test tells when they are stale.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { apiAreas } from '../src/api/api-description';
import { makeOpenApiDocument } from '../src/api/openapi-document';
import { repositoryRoot } from './repository-root';

/** Packages of their own, see its package.json. */
export const generatorFolder = join(repositoryRoot(), 'client/generator');
const command = join(generatorFolder, 'node_modules/.bin/openapi-typescript');
const options = ['--root-types', '--root-types-no-schema-prefix', '--default-non-nullable=false'];

export const apiTypesFile = join(repositoryRoot(), 'client/api-types.d.ts');

/** The description as `GET /api/openapi.json` answers it. */
export function apiDescription(): string {
  return JSON.stringify(makeOpenApiDocument(apiAreas));
}

export function isGeneratorInstalled(): boolean {
  return existsSync(command);
}

/** The first line of the file: types made from another description have another one. */
export function firstLineOfTypes(description: string): string {
  const digest = createHash('sha256').update(description).digest('hex');
  return `// Made from the description ${digest} by \`npm run api:client\`. Do not edit.\n`;
}

/** @throws with the generator's message when it refuses the description. */
export function makeApiTypes(description: string): string {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [command, ...options], {
    cwd: generatorFolder,
    encoding: 'utf8',
    input: description,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`openapi-typescript failed with ${status}: ${stderr}`);
  return `${firstLineOfTypes(description)}${stdout}`;
}
