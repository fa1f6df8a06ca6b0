// Finds the owner's key: with --enable-auth the local host requires keys, as Azure does, and stores them in its data folder.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from './repository-root';

/** The default host key, if these flags of `localhost start` make the host require one. */
export function ownerKey(flags: string[]): string | undefined {
  const options = { 'enable-auth': { type: 'boolean' }, data: { type: 'string' } } as const;
  const { values } = parseArgs({ args: flags, options, strict: false });
  if (values['enable-auth'] !== true) return undefined;
  const dataFolder = typeof values.data === 'string' ? values.data : join(repositoryRoot(), '.localhost');
  const keys = JSON.parse(readFileSync(join(dataFolder, 'keys.json'), 'utf8')) as { host: { default: string } };
  return keys.host.default;
}
