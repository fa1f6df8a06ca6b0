// The containers, queues and tables that the app uses, read from its code: the template has to make exactly these.
// Seen are bindings, names given to storage or to an adapter, and constants that are called …queue, …container or …table.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StorageNames {
  containers: Map<string, string>;
  queues: Map<string, string>;
  tables: Map<string, string>;
}

type Kind = keyof StorageNames;

/** Each pattern's first group is a name. */
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
 * @returns each name with the file that it was first seen in.
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
