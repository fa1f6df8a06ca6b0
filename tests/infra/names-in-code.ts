// Finds the containers, queues and tables that the app's code uses; the template must create exactly these. It recognizes
// bindings, names passed to storage or an adapter, and constants named …queue, …container or …table.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StorageNames {
  containers: Map<string, string>;
  queues: Map<string, string>;
  tables: Map<string, string>;
}

type Kind = keyof StorageNames;

/** The first group of each pattern captures a name. */
const patterns: [Kind, RegExp][] = [
  ['queues', /\bqueueName: '([^']+)'/g],
  ['containers', /\bpath: '([^'/{]+)\//g],
  ['tables', /\btableName: '([^']+)'/g],
  ['containers', /\bcontainer\('([^']+)'\)/g],
  ['queues', /\bqueue\('([^']+)'\)/g],
  ['tables', /\btable\('([^']+)'\)/g],
  ['queues', /\bmake\w*Queue\w*\(storage, '([^']+)'/g],
  ['containers', /\bconst (?:container|\w+Container)(?:Name)? = '([^']+)'/g],
  ['queues', /\bconst (?:queue|\w+Queue)(?:Name)? = '([^']+)'/g],
  ['tables', /\bconst (?:table|\w+Table)(?:Name)? = '([^']+)'/g],
];

/**
 * @param sourceFolder the folder `src`.
 * @returns each name with the first file that uses it.
 */
export function storageNamesIn(sourceFolder: string): StorageNames {
  const names: StorageNames = { containers: new Map(), queues: new Map(), tables: new Map() };
  for (const file of globSync('**/*.ts', { cwd: sourceFolder }).sort()) {
    const text = readFileSync(join(sourceFolder, file), 'utf8');
    for (const [kind, pattern] of patterns) {
      for (const [, name] of text.matchAll(pattern)) {
        if (name && !names[kind].has(name)) names[kind].set(name, `src/${file}`);
      }
    }
  }
  return names;
}
