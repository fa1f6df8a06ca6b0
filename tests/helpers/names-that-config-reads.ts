// Which settings src/config.ts knows, seen from the environment's side: no list has to be kept beside it.

import { readConfig } from '../../src/config';

/** Every name that readConfig looks up. */
export function namesThatConfigReads(): Set<string> {
  const names = new Set<string>();
  const environment = new Proxy<NodeJS.ProcessEnv>(
    {},
    {
      get(_, name) {
        names.add(String(name));
        return undefined;
      },
    },
  );
  try {
    readConfig(environment);
  } catch (error) {
    if (!String(error).includes('Settings to correct')) throw error;
  }
  return names;
}
